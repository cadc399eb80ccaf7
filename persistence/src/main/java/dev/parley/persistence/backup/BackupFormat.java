package dev.parley.persistence.backup;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import dev.parley.persistence.archive.Section;
import dev.parley.persistence.moving.Filed;
import java.util.Arrays;

/**
 * What the sections of a backup say.
 *
 * <pre>
 * backup = "PARLEYB1"  ( room  event*  room end )*  end
 * room     = name:varString  subject:varString  highest:varUint
 * event    = number:varUint  its bytes as they are stored
 * room end = events:varUint  last:varUint  hash:32 bytes
 * end      = rooms:varUint  events:varUint
 * </pre>
 */
final class BackupFormat {
    static final byte[] MAGIC = {'P', 'A', 'R', 'L', 'E', 'Y', 'B', '1'};

    private static final int HASH_BYTES = Head.START.hash().length;

    private BackupFormat() {}

    /**
     * What a room begins with.
     *
     * @param subject the name that its chain is hashed under
     * @param highest the number of the last event that was acknowledged when it was copied
     */
    record Room(RoomName name, RoomName subject, long highest) {
        Section section() {
            var out = new Encoder();
            out.writeVarString(name.value());
            out.writeVarString(subject.value());
            out.writeVarUint(highest);
            return new Section(Section.Type.ROOM, out.toBytes());
        }

        static Room read(byte[] bytes) throws MalformedInput {
            var in = new Decoder(bytes);
            var room = new Room(RoomName.of(in.readVarString()), RoomName.of(in.readVarString()), in.readVarUint());
            refuseRest(in);
            return room;
        }
    }

    /**
     * What a room ends with.
     *
     * @param whole the last event up to which its chain is whole
     */
    record RoomEnd(long events, Head whole) {
        Section section() {
            var out = new Encoder();
            out.writeVarUint(events);
            out.writeVarUint(whole.sequence());
            out.writeBytes(whole.hash());
            return new Section(Section.Type.ROOM_END, out.toBytes());
        }

        static RoomEnd read(byte[] bytes) throws MalformedInput {
            var in = new Decoder(bytes);
            long events = in.readVarUint();
            long last = in.readVarUint();
            var hash = new byte[HASH_BYTES];
            for (int i = 0; i < hash.length; i++) {
                hash[i] = (byte) in.readByte();
            }
            refuseRest(in);
            return new RoomEnd(events, new Head(last, hash));
        }
    }

    /** What a backup ends with. */
    record End(long rooms, long events) {
        Section section() {
            var out = new Encoder();
            out.writeVarUint(rooms);
            out.writeVarUint(events);
            return new Section(Section.Type.END, out.toBytes());
        }

        static End read(byte[] bytes) throws MalformedInput {
            var in = new Decoder(bytes);
            var end = new End(in.readVarUint(), in.readVarUint());
            refuseRest(in);
            return end;
        }
    }

    static Section section(Filed event) {
        var bytes = event.link().bytes();
        var out = new Encoder(bytes.length + 10);
        out.writeVarUint(event.number());
        out.writeBytes(bytes);
        return new Section(Section.Type.FILED, out.takeBytes());
    }

    static Filed event(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        long number = in.readVarUint();
        return new Filed(number, Link.stored(Arrays.copyOfRange(bytes, in.position(), bytes.length)));
    }

    private static void refuseRest(Decoder in) throws MalformedInput {
        if (in.hasMore()) {
            throw new MalformedInput("a part with something behind its end");
        }
    }
}
