package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.util.List;
import java.util.stream.Stream;

/** Makes the events of a room as a room would. */
final class Past {
    private final Chain chain;
    private final Writer writer;

    Past(RoomName room) {
        this(room, 1);
    }

    Past(RoomName room, long epoch) {
        this.chain = new Chain(room, Chain.Place.START);
        this.writer = new Writer(TestKeys.ring(room), 0, epoch);
    }

    /** The next event, in which words are said, as a journal gives it back. */
    Link said(String... words) {
        var changes = Stream.of(words).map(Past::change).toList();
        var link = writer.write(chain.place().head(), new RoomEvent.Applied(TestClock.START, changes));
        if (!chain.add(link)) {
            throw new AssertionError(chain.damage());
        }
        return Link.stored(link.bytes());
    }

    /** A checkpoint as it would be cut now. */
    Checkpoint checkpoint(String... words) {
        var doc = Doc.withClientId(1);
        for (var word : words) {
            try {
                doc.apply(Said.update(word));
            } catch (MalformedInput e) {
                throw new AssertionError(e);
            }
        }
        return CheckpointFormat.write(
                writer, new CheckpointFormat.Contents(chain.place(), 1, doc.encode(UpdateFormat.V2)));
    }

    static Change change(String word) {
        return new Change("ada", "c-1", "test", TestClock.START, Said.update(word));
    }

    static List<Change> changesOf(RoomName room, Link link) {
        return ((RoomEvent.Applied) eventOf(room, link)).changes();
    }

    static RoomEvent eventOf(RoomName room, Link link) {
        try {
            return link.open(TestKeys.ring(room));
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }
}
