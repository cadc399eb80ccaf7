package dev.parley.persistence.archive;

import static dev.parley.persistence.archive.ArchiveNode.NOW;
import static dev.parley.persistence.archive.ArchiveNode.eventsOf;
import static dev.parley.persistence.archive.ArchiveNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import akka.persistence.query.EventEnvelope;
import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.When;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports of what is not as one would wish it, and on a bad day, into each journal. */
class ImportTest {
    private static final RoomName ROOM = new RoomName("team/Zoë");
    private static final RoomName COPY = new RoomName("copy");

    /** More than go in at once, twice. */
    private static final int MANY = 2_100;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void that_was_interrupted_anywhere_leaves_no_room_that_opens_and_works_when_it_is_done_again(
            ArchiveNode.Where where) throws Exception {
        try (var node = where.start(folder.resolve("data"))) {
            var words = Collections.nCopies(MANY, "w").toArray(String[]::new);
            var ring = ring(1);
            var file = archive(ROOM, ring, eventsOf(ROOM, ring, words));
            for (int parts = 0; parts < 3; parts++) {
                var copy = new RoomName("copy " + parts);
                var breaking = node.archive(new BreakingIntake(node.intake, parts));

                assertThatIOException()
                        .isThrownBy(() -> breaking.read(copy, file, "eve"))
                        .withMessage("no space left");

                var unfinished = now(node.history.at(copy, When.NOW));
                assertThat(unfinished.doc().text("text").length()).isLessThan(MANY);
                assertThat(unfinished.damage() == null)
                        .as("only before the first and the last part there is nothing wrong")
                        .isEqualTo(parts != 1);
                assertThat(node.archive.read(copy, file, "eve").events()).isEqualTo(MANY);
                var whole = now(node.history.at(copy, When.NOW));
                assertThat(whole.doc().text("text").length()).isEqualTo(MANY);
                assertThat(whole.place().generation()).isEqualTo(1);
                assertThat(now(node.verification.one(copy, null)).faults()).isEmpty();
                assertThat(now(node.keys.find(copy)).keys()).hasSize(2);
                assertThatExceptionOfType(Archive.Impossible.class)
                        .isThrownBy(() -> node.archive.read(copy, file, "eve"))
                        .withMessageContaining("is there already");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_history_that_does_not_begin_at_1_keeps_its_numbers(ArchiveNode.Where where) throws Exception {
        try (var node = where.start(folder.resolve("data"))) {
            var ring = ring(1);
            var events = erasedAndWrittenAgain(ring);
            var file = archive(ROOM, ring, events);

            assertThat(node.archive.read(COPY, file, "eve")).isEqualTo(new Archive.Taken(ROOM, 5));

            var stored = envelopes(node, COPY);
            assertThat(stored).extracting(EventEnvelope::sequenceNr).containsExactly(4L, 5L, 6L);
            for (int i = 0; i < events.size(); i++) {
                assertThat(((Link) stored.get(i).event()).bytes())
                        .isEqualTo(events.get(i).bytes());
            }
            assertThat(now(node.verification.one(COPY, null)).faults()).isEmpty();
            assertThat(now(node.history.at(COPY, When.NOW)).doc().text("text")).hasToString("again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_updates_beyond_the_limits_is_refused(ArchiveNode.Where where) throws Exception {
        try (var node = where.start(folder.resolve("data"))) {
            var ring = ring(1);
            // One struct that stands for 2^29 deleted letters.
            var update = new byte[] {1, 1, 1, 0, 0, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 2, 0};
            var change = new Change("ada", "c-1", "test", NOW, update);
            var event = new RoomEvent.Applied(NOW, List.of(change));
            var link = new Writer(ring, 0, 1).write(Chain.Place.START.head(), event);
            var file = archive(ROOM, ring, List.of(link));

            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(COPY, file, "eve"))
                    .withMessageContaining("holds a damaged history: event 1 cannot be read");
            assertThat(envelopes(node, COPY)).isEmpty();
        }
    }

    @Test
    void of_a_history_that_counts_as_far_as_it_can_is_refused_in_a_sentence() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("data"))) {
            var ring = ring(1);
            var file = archive(ROOM, ring, eventsOf(ROOM, new Writer(ring, 0, (1L << 48) - 1), "a"));

            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(COPY, file, "eve"))
                    .withMessageEndingWith("holds a history that counts further than a room can go on");
            assertThat(now(node.keys.records(COPY))).isEmpty();
        }
    }

    @Test
    void of_keys_behind_which_no_other_can_come_is_refused() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("data"))) {
            var ring = ring(ContentKey.MAX_NUMBER);
            var file = archive(ROOM, ring, eventsOf(ROOM, ring, "a"));

            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(COPY, file, "eve"))
                    .withMessageEndingWith("is an archive whose keys have no good numbers");
        }
    }

    @Test
    void ends_with_an_epoch_that_another_writer_hardly_has() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("data"))) {
            var ring = ring(1);
            var file = archive(ROOM, ring, eventsOf(ROOM, ring, "a"));
            List<Long> epochs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                var copy = new RoomName("copy " + i);
                node.archive.read(copy, file, "eve");
                epochs.add(now(node.history.at(copy, When.NOW)).place().epoch());
            }

            assertThat(epochs).allMatch(epoch -> epoch > NOW.toEpochMilli() && epoch <= NOW.toEpochMilli() + (1 << 16));
            assertThat(epochs.stream().distinct()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void into_the_name_of_a_room_that_was_erased_is_refused() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("data"))) {
            var ring = ring(1);
            var file = archive(ROOM, ring, eventsOf(ROOM, ring, "a"));
            now(node.keys.obtain(COPY));
            now(node.keys.destroy(COPY, Long.MAX_VALUE));

            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(COPY, file, "eve"))
                    .withMessageContaining("is there already");
        }
    }

    private static KeyRing ring(long number) {
        var secret = new byte[ContentKey.BYTES];
        secret[0] = (byte) number;
        return new KeyRing(ROOM, List.of(new ContentKey(number, secret)));
    }

    /** Events 4 and 5 of a room: that it was erased, and what was written then. */
    private static List<Link> erasedAndWrittenAgain(KeyRing ring) {
        var writer = new Writer(ring, 1, 1);
        var before = eventsOf(ROOM, new Writer(ring, 0, 1), "a", "b", "c");
        var chain = new Chain(ROOM, Chain.Place.START);
        before.forEach(chain::add);
        var erased = writer.write(chain.place().head(), new RoomEvent.Erased(NOW, "ada"));
        chain.add(erased);
        var doc = Doc.withClientId(9);
        doc.text("text").insert(0, "again");
        var change = new Change("ada", "c-1", "test", NOW, doc.encode(UpdateFormat.V1));
        var again = writer.write(chain.place().head(), new RoomEvent.Applied(NOW, List.of(change)));
        return List.of(erased, again);
    }

    private Path archive(RoomName room, KeyRing ring, List<Link> links) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        var chain = new Chain(room, Chain.Place.START);
        out.write(Section.MAGIC);
        new Section(Section.Type.HEADER, new ArchiveHeader(room, ring).toBytes()).write(out);
        for (var link : links) {
            assertThat(chain.add(link)).as(chain.damage()).isTrue();
            new Section(Section.Type.EVENT, link.bytes()).write(out);
        }
        ArchiveReader.end(chain.place().head()).write(out);
        return Files.write(folder.resolve("made.parley"), bytes.toByteArray());
    }

    private static List<EventEnvelope> envelopes(ArchiveNode node, RoomName room) throws Exception {
        return now(node.journal
                .events()
                .currentEventsByPersistenceId(JournalId.of(room), 1, Long.MAX_VALUE)
                .runWith(Sink.seq(), node.system));
    }
}
