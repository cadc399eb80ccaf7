package dev.parley.persistence.leveldb;

import dev.parley.persistence.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The second place in which each room's highest number is kept: a file beside the database, to which what is new is appended
 * every few seconds. A database that lost its end is whole and merely shorter; this file knows better.
 *
 * <pre>
 * heads = "PARLEY-H"  entries
 * entry = marker:2 bytes  crc32c of what follows:4 bytes  length of id:2 bytes  number:8  crc of the record:4  stamp:8  id
 * </pre>
 *
 * The last entry of an id counts. A torn end is normal; what is damaged in the middle is skipped up to the next good entry. In
 * memory are only rooms that are new since the last append, and those of which the database lost something.
 */
final class Witness implements AutoCloseable {
    /** Goes through all rooms that the database knows. */
    interface Rooms {
        void forEach(Entries entries) throws IOException;
    }

    /** Takes one room after the other. */
    interface Entries {
        void add(String persistenceId, Tip tip) throws IOException;
    }

    private static final byte[] MAGIC = "PARLEY-H".getBytes(StandardCharsets.US_ASCII);
    private static final short MARKER = (short) 0x9A41;
    private static final int LENGTH_AT = Short.BYTES + Integer.BYTES;
    private static final int HEADER = LENGTH_AT + Short.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;

    /** Below it, compacting would save nothing worth speaking of. */
    private static final long SMALLEST_COMPACTION = 1 << 20;

    /** So often the file may hold each room before it is written anew. */
    private static final int GROWTH = 4;

    private final Path file;
    private final Map<String, Tip> fresh = new ConcurrentHashMap<>();
    private final NavigableMap<String, Tip> lost =
            new ConcurrentSkipListMap<>(Comparator.comparing(Keys::tip, Arrays::compareUnsigned));
    private FileChannel channel;
    private long compactAt = SMALLEST_COMPACTION;

    /** What the file says of each room; nothing if there is none. */
    static Map<String, Tip> read(Path file) throws IOException {
        Map<String, Tip> told = new HashMap<>();
        if (Files.exists(file)) {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            int position = 0;
            while (position + HEADER <= bytes.limit()) {
                int end = endOfEntry(bytes, position);
                if (end > 0) {
                    readEntry(bytes, position, end, told);
                }
                position = end > 0 ? end : position + 1;
            }
        }
        return told;
    }

    private static int endOfEntry(ByteBuffer bytes, int position) {
        if (bytes.getShort(position) != MARKER) {
            return 0;
        }
        int end = position + HEADER + (bytes.getShort(position + LENGTH_AT) & 0xffff);
        return end <= bytes.limit() && bytes.getInt(position + Short.BYTES) == crc(bytes, position, end) ? end : 0;
    }

    private static void readEntry(ByteBuffer bytes, int position, int end, Map<String, Tip> told) {
        var entry = bytes.duplicate().position(position + LENGTH_AT + Short.BYTES);
        long highest = entry.getLong();
        int crc = entry.getInt();
        long stamp = entry.getLong();
        var id = StandardCharsets.UTF_8
                .decode(bytes.slice(position + HEADER, end - position - HEADER))
                .toString();
        told.put(id, new Tip(highest, 0, crc, stamp));
    }

    Witness(Path file) throws IOException {
        this.file = file;
        this.channel = DurableFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (channel.size() == 0) {
            channel.write(ByteBuffer.wrap(MAGIC));
        }
    }

    /** Something of this room was lost: it isn't forgotten until the room is beyond that number again. */
    void lost(String persistenceId, Tip tip) {
        lost.merge(persistenceId, tip, (known, told) -> told.highest() > known.highest() ? told : known);
    }

    /** The highest number of a room of which something was lost, else 0. */
    long highest(String persistenceId) {
        return lost.getOrDefault(persistenceId, Tip.NONE).highest();
    }

    /** The first room of which something was lost behind this one in the order of the keys, or at all; null if there is none. */
    @Nullable
    String lostAfter(@Nullable String persistenceId) {
        var found = persistenceId == null ? lost.firstEntry() : lost.higherEntry(persistenceId);
        return found == null ? null : found.getKey();
    }

    /** The room has come so far, and the database has it. */
    void note(String persistenceId, Tip tip) {
        fresh.put(persistenceId, tip);
        lost.computeIfPresent(persistenceId, (id, known) -> tip.highest() > known.highest() ? null : known);
    }

    /** Appends what is new; on the disk when it returns. */
    synchronized void flush(Rooms rooms) throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, Tip> now = new LinkedHashMap<>(fresh);
        for (var entry : now.entrySet()) {
            write(channel, entry.getKey(), entry.getValue());
        }
        channel.force(false);
        now.forEach(fresh::remove);
        if (channel.size() > compactAt) {
            rewrite(rooms);
        }
    }

    private void rewrite(Rooms rooms) throws IOException {
        DurableFiles.write(file, out -> {
            out.write(ByteBuffer.wrap(MAGIC));
            rooms.forEach((id, tip) -> write(out, id, tip));
            for (var entry : lost.entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
        });
        channel.close();
        channel = FileChannel.open(file, StandardOpenOption.APPEND);
        compactAt = Math.max(SMALLEST_COMPACTION, GROWTH * channel.size());
    }

    private static void write(FileChannel out, String persistenceId, Tip tip) throws IOException {
        var id = persistenceId.getBytes(StandardCharsets.UTF_8);
        var entry = ByteBuffer.allocate(HEADER + id.length)
                .putShort(MARKER)
                .putInt(0)
                .putShort((short) id.length)
                .putLong(tip.highest())
                .putInt(tip.crc())
                .putLong(tip.stamp())
                .put(id);
        entry.putInt(Short.BYTES, crc(entry, 0, entry.position())).flip();
        while (entry.hasRemaining()) {
            out.write(entry);
        }
    }

    private static int crc(ByteBuffer bytes, int position, int end) {
        var crc = new CRC32C();
        crc.update(bytes.slice(position + LENGTH_AT, end - position - LENGTH_AT));
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
