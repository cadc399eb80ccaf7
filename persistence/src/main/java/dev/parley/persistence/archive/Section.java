package dev.parley.persistence.archive;

import dev.parley.core.engine.MalformedInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * A part of an archive of a room, or of a backup.
 *
 * <pre>
 * archive = "PARLEYX1"  header  event*  end
 * section = type:byte  length:int32  checksum:int32 (CRC32C of type and bytes)  bytes
 * </pre>
 */
public record Section(Type type, byte[] bytes) {
    static final byte[] MAGIC = {'P', 'A', 'R', 'L', 'E', 'Y', 'X', '1'};

    /** More than an event can have. */
    private static final int MOST = 300 << 20;

    public enum Type {
        HEADER('H'),
        EVENT('E'),
        /** Of a backup: here a room begins. */
        ROOM('R'),
        /** Of a backup: an event with the number that it has in the journal. */
        FILED('F'),
        /** Of a backup: here the room ends. */
        ROOM_END('T'),
        END('Z');

        private final byte letter;

        Type(char letter) {
            this.letter = (byte) letter;
        }
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(type.letter);
        out.writeInt(bytes.length);
        out.writeInt(checksum(type.letter, bytes));
        out.write(bytes);
    }

    public static Section read(DataInputStream in) throws IOException, MalformedInput {
        try {
            byte letter = in.readByte();
            int length = in.readInt();
            int checksum = in.readInt();
            if (length < 0 || length > MOST) {
                throw new MalformedInput("a part that claims " + length + " bytes");
            }
            // Takes memory for what is there, not for what is claimed.
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            if (checksum(letter, bytes) != checksum) {
                throw new MalformedInput("a part with another checksum");
            }
            return new Section(typeOf(letter), bytes);
        } catch (EOFException e) {
            throw new MalformedInput("a file that ends before its end");
        }
    }

    private static Type typeOf(byte letter) throws MalformedInput {
        for (var type : Type.values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        throw new MalformedInput("a part that this release doesn't know");
    }

    private static int checksum(byte letter, byte[] bytes) {
        var crc = new CRC32C();
        crc.update(letter);
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
