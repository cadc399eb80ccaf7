package dev.parley.persistence.backup;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.persistence.archive.Section;
import dev.parley.persistence.moving.Filed;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup from its beginning to its end, and refuses one in which anything is not as it was written. Damage that a room had
 * before is no reason.
 */
final class BackupReader implements Closeable {
    private final DataInputStream in;
    private long rooms;
    private long events;

    BackupReader(InputStream stream) throws IOException, MalformedInput {
        in = new DataInputStream(new BufferedInputStream(stream));
        if (!Arrays.equals(in.readNBytes(BackupFormat.MAGIC.length), BackupFormat.MAGIC)) {
            throw new MalformedInput("a file that is not a backup, or one of a later release");
        }
    }

    /** The next room, when the one before has been read to its end; null if there is none. */
    @Nullable
    Room nextRoom() throws IOException, MalformedInput {
        var section = Section.read(in);
        return switch (section.type()) {
            case ROOM -> new Room(BackupFormat.Room.read(section.bytes()));
            case END -> {
                end(BackupFormat.End.read(section.bytes()));
                yield null;
            }
            case HEADER, EVENT, FILED, ROOM_END ->
                throw new MalformedInput("a backup in which no room begins where one must");
        };
    }

    private void end(BackupFormat.End end) throws IOException, MalformedInput {
        if (end.rooms() != rooms || end.events() != events) {
            throw new MalformedInput("a backup of " + end.rooms() + " rooms with " + end.events()
                    + " events, in which there are " + rooms + " with " + events);
        }
        if (in.read() >= 0) {
            throw new MalformedInput("a backup with something behind its end");
        }
    }

    /** One room, whose events come one after the other. */
    final class Room {
        private final BackupFormat.Room header;
        private final Chain chain;
        private long last;
        private long count;
        private boolean isWhole = true;

        private Room(BackupFormat.Room header) {
            this.header = header;
            this.chain = new Chain(header.subject(), Chain.Place.START);
        }

        BackupFormat.Room header() {
            return header;
        }

        /** How far the chain is whole, of what was read so far. */
        Chain chain() {
            return chain;
        }

        /** Whether the event that was read last is part of that. */
        boolean isWhole() {
            return isWhole;
        }

        /** Null at the room's end. */
        @Nullable
        Filed next() throws IOException, MalformedInput {
            var section = Section.read(in);
            return switch (section.type()) {
                case FILED -> event(BackupFormat.event(section.bytes()));
                case ROOM_END -> {
                    end(BackupFormat.RoomEnd.read(section.bytes()));
                    yield null;
                }
                case HEADER, EVENT, ROOM, END -> throw new MalformedInput("a backup in which a room lacks its end");
            };
        }

        private Filed event(Filed event) throws MalformedInput {
            if (event.number() <= last || event.number() > header.highest()) {
                throw new MalformedInput("a backup whose events are in no good order");
            }
            last = event.number();
            count++;
            isWhole = chain.add(event.link());
            return event;
        }

        private void end(BackupFormat.RoomEnd end) throws MalformedInput {
            if (end.events() != count || !end.whole().equals(chain.place().head())) {
                throw new MalformedInput("a backup in which a room's events are not those that were copied");
            }
            chain.end(header.highest());
            rooms++;
            events += count;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
