package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The end of a room's events: kept apart from them, so that the next number is known also when they are deleted.
 *
 * @param highest the highest number that was ever written
 * @param deletedTo up to which number events were deleted
 * @param crc the checksum of the last event's record
 * @param stamp when that was written
 */
record Tip(long highest, long deletedTo, int crc, long stamp) {
    static final Tip NONE = new Tip(0, 0, 0, 0);

    private static final byte FORMAT = 1;
    private static final int BODY = 1 + 2 * Long.BYTES + Integer.BYTES + Long.BYTES;

    byte[] toBytes(byte[] key) {
        var bytes = ByteBuffer.allocate(BODY + Integer.BYTES)
                .put(FORMAT)
                .putLong(highest)
                .putLong(deletedTo)
                .putInt(crc)
                .putLong(stamp);
        return bytes.putInt(check(key, bytes.array())).array();
    }

    static Tip read(byte[] key, byte[] value) throws MalformedInput {
        if (value.length != BODY + Integer.BYTES || value[0] != FORMAT) {
            throw new MalformedInput("a tip of " + value.length + " bytes, which this release doesn't know");
        }
        var bytes = ByteBuffer.wrap(value);
        if (bytes.getInt(BODY) != check(key, value)) {
            throw new MalformedInput("a tip whose checksum is wrong");
        }
        return new Tip(bytes.position(1).getLong(), bytes.getLong(), bytes.getInt(), bytes.getLong());
    }

    Tip deletedUpTo(long sequence) {
        return new Tip(highest, Math.max(deletedTo, sequence), crc, stamp);
    }

    /** Hears that an event has another record now. */
    Tip withReplaced(long sequence, int replaced) {
        return sequence == highest ? new Tip(highest, deletedTo, replaced, stamp) : this;
    }

    /** This one, but not below a number that is known from elsewhere. */
    Tip atLeast(long sequence) {
        return new Tip(Math.max(highest, sequence), deletedTo, crc, stamp);
    }

    private static int check(byte[] key, byte[] value) {
        var check = new CRC32C();
        check.update(key);
        check.update(value, 0, BODY);
        return (int) check.getValue();
    }
}
