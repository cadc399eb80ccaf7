package dev.parley.persistence.keys;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.event.ContentKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One content key as it is kept.
 *
 * <pre>
 * record = length:int32  checksum:int32 (CRC32C of the rest)  rest
 * rest   = room:varString  subject:varString  number:varUint  form:byte  secret:varBytes
 * form   = 0 destroyed (the secret is zeros)   1 plain   2 wrapped
 * </pre>
 */
public record KeyRecord(RoomName room, RoomName subject, long number, Form form, byte[] secret) {
    static final int HEADER = 2 * Integer.BYTES;

    /** More than any record has: two names of 255 bytes, a wrapped key, and what is around them. */
    static final int MOST = 1024;

    /** Whether there is a secret, and how it lies there. */
    public enum Form {
        DESTROYED,
        PLAIN,
        WRAPPED
    }

    /** The same record without its secret, and of the same length. */
    public KeyRecord destroyed() {
        return new KeyRecord(room, subject, number, Form.DESTROYED, new byte[secret.length]);
    }

    public byte[] toBytes() {
        var rest = new Encoder();
        rest.writeVarString(room.value());
        rest.writeVarString(subject.value());
        rest.writeVarUint(number);
        rest.writeByte(
                switch (form) {
                    case DESTROYED -> 0;
                    case PLAIN -> 1;
                    case WRAPPED -> 2;
                });
        rest.writeVarBytes(secret);
        var bytes = rest.toBytes();
        return ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(checksum(bytes))
                .put(bytes)
                .array();
    }

    /**
     * The record after its header.
     *
     * @param rest what follows the header
     */
    static KeyRecord read(byte[] rest, int checksum) throws MalformedInput {
        if (checksum(rest) != checksum) {
            throw new MalformedInput("a content key with another checksum");
        }
        var in = new Decoder(rest);
        var room = RoomName.of(in.readVarString());
        var subject = RoomName.of(in.readVarString());
        long number = in.readVarUint();
        var form = switch (in.readByte()) {
            case 0 -> Form.DESTROYED;
            case 1 -> Form.PLAIN;
            case 2 -> Form.WRAPPED;
            default -> throw new MalformedInput("a content key in a form that this release doesn't know");
        };
        var secret = in.readVarBytes();
        if (number < 1 || number > ContentKey.MAX_NUMBER || in.hasMore()) {
            throw new MalformedInput("a content key with no good number, or something behind its end");
        }
        return new KeyRecord(room, subject, number, form, secret);
    }

    /** All of a record. */
    public static KeyRecord read(byte[] bytes) throws MalformedInput {
        if (bytes.length < HEADER) {
            throw new MalformedInput("a content key of " + bytes.length + " bytes");
        }
        var all = ByteBuffer.wrap(bytes);
        if (all.getInt() != bytes.length - HEADER) {
            throw new MalformedInput("a content key that is cut off");
        }
        return read(Arrays.copyOfRange(bytes, HEADER, bytes.length), all.getInt());
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
