package dev.parley.persistence.leveldb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the writes in a LevelDB log end. A log is blocks of 32 KiB, each of pieces with a header (checksum: 4 bytes, length: 2,
 * kind: 1); a write is one piece, or several of which the last is marked. What is left of a block and holds no header is not used.
 */
final class LogEnds {
    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final int LENGTH_AT = 4;
    private static final int KIND_AT = 6;

    private static final int UNUSED = 0;
    private static final int WHOLE = 1;
    private static final int LAST = 4;

    private LogEnds() {}

    static List<Integer> of(byte[] log) {
        var bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> ends = new ArrayList<>();
        int position = 0;
        while (position + HEADER <= log.length) {
            int left = BLOCK - position % BLOCK;
            int kind = log[position + KIND_AT];
            if (left < HEADER) {
                position += left;
            } else if (kind == UNUSED) {
                return ends;
            } else {
                position += HEADER + Short.toUnsignedInt(bytes.getShort(position + LENGTH_AT));
                if (kind == WHOLE || kind == LAST) {
                    ends.add(position);
                }
            }
        }
        return ends;
    }
}
