package dev.parley.core.engine.lib0;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in groups of seven bits, the lowest group first, one group to a byte: eight bytes at once, without a step for each. The
 * top bit of a byte says that another one follows.
 */
final class Groups {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private Groups() {}

    /** Eight bytes from here on, the first one lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** How many bytes of the word the number has, or more than eight if it does not end in it. */
    static int length(long word) {
        return (Long.numberOfTrailingZeros(~word & TOP_BITS) >>> 3) + 1;
    }

    /** The number of so many bytes, one to eight, with which the word starts. */
    static long join(long word, int length) {
        long sevens = word & ~TOP_BITS & (-1L >>> (Long.SIZE - Byte.SIZE * length));
        long pairs = (sevens & 0x007f_007f_007f_007fL) | ((sevens & 0x7f00_7f00_7f00_7f00L) >>> 1);
        long fours = (pairs & 0x0000_3fff_0000_3fffL) | ((pairs & 0x3fff_0000_3fff_0000L) >>> 2);
        return (fours & 0x0000_0000_0fff_ffffL) | ((fours & 0x0fff_ffff_0000_0000L) >>> 4);
    }

    /** How many groups a number of up to 56 bits has. */
    static int count(long number) {
        return (Long.SIZE + 6 - Long.numberOfLeadingZeros(number | 1)) / 7;
    }

    /** Puts a number of so many groups; what is behind it in the next eight bytes is overwritten. */
    static void put(byte[] bytes, int at, long number, int count) {
        long fours = (number & 0x0000_0000_0fff_ffffL) | ((number & 0x00ff_ffff_f000_0000L) << 4);
        long pairs = (fours & 0x0000_3fff_0000_3fffL) | ((fours & 0x0fff_c000_0fff_c000L) << 2);
        long sevens = (pairs & 0x007f_007f_007f_007fL) | ((pairs & 0x3f80_3f80_3f80_3f80L) << 1);
        long following = TOP_BITS & ((1L << (Byte.SIZE * (count - 1))) - 1);
        WORDS.set(bytes, at, sevens | following);
    }
}
