package dev.parley.persistence.keys;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import dev.parley.persistence.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content keys of a single node: a file to which keys are appended, all that wait with one sync, and in which a destroyed key is
 * written over in its place. All of it is in memory, too. One thread writes.
 */
public final class KeyFile implements KeyStock, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    static final byte[] MAGIC = "PARLEYK1".getBytes(StandardCharsets.US_ASCII);

    /** Each waits for a room that is opened: more than a node opens while one sync takes. */
    private static final int MOST_WAITING = 10_000;

    /** So many share a sync at most, lest the first of them wait for ever. */
    private static final int SYNCED_AT_ONCE = 1_000;

    private final FileChannel channel;
    private final Wrapping wrapping;
    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            queue,
            Thread.ofPlatform().name("content-keys").factory());

    /** What is known of each room, in the order of the numbers; guarded by itself. */
    private final Map<RoomName, List<Entry>> entries = new HashMap<>();

    /** Whoever waits for the next sync; the writer's own. */
    private final List<Waiting> waiting = new ArrayList<>();

    private @Nullable IOException broken;
    private long end = MAGIC.length;

    private record Waiting(CompletableFuture<KeyRing> answer, KeyRing ring) {}

    /** A key's record and where it lies. */
    private record Entry(long position, KeyRecord record) {}

    /**
     * Opens the file, or makes it, readable for its owner alone.
     *
     * @param master null if keys are to lie there as they are
     */
    public static KeyFile open(Path file, @Nullable MasterKey master) throws IOException {
        var channel =
                DurableFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return over(channel, master);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The same with a file that is open already, and stays so if its keys can't be read. */
    static KeyFile over(FileChannel channel, @Nullable MasterKey master) throws IOException {
        var keys = new KeyFile(channel, new Wrapping(master));
        keys.load();
        return keys;
    }

    /** Whether there is a file with something in it. */
    public static boolean isThere(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    private KeyFile(FileChannel channel, Wrapping wrapping) {
        this.channel = channel;
        this.wrapping = wrapping;
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName room) {
        synchronized (entries) {
            try {
                refuseIfBroken();
                return CompletableFuture.completedFuture(ringOf(room));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName room) {
        return written(() -> {
            if (ringOf(room).keys().isEmpty()) {
                append(room, ringOf(room).subject(), Wrapping.fresh(recordsOf(room)));
            }
            return ringOf(room);
        });
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName room) {
        return written(() -> {
            append(room, ringOf(room).subject(), Wrapping.fresh(recordsOf(room)));
            return ringOf(room);
        });
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys) {
        return written(() -> {
            for (var key : Adoption.lacking(recordsOf(room), ringOf(room), keys)) {
                append(room, keys.subject(), key);
            }
            return ringOf(room);
        });
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName room, long below) {
        return written(() -> {
            var known = entries.getOrDefault(room, List.of());
            for (int i = 0; i < known.size(); i++) {
                var entry = known.get(i);
                if (entry.record().number() < below) {
                    var gone = entry.record().destroyed();
                    write(entry.position(), gone.toBytes());
                    known.set(i, new Entry(entry.position(), gone));
                }
            }
            return ringOf(room);
        });
    }

    @Override
    public CompletionStage<List<KeyRecord>> records(RoomName room) {
        synchronized (entries) {
            return CompletableFuture.completedFuture(recordsOf(room));
        }
    }

    @Override
    public CompletionStage<KeyRing> add(RoomName room, List<KeyRecord> records) {
        return written(() -> {
            for (var record : Adoption.lacking(recordsOf(room), records)) {
                append(record);
            }
            return ringOf(room);
        });
    }

    @Override
    public KeyRing opened(RoomName room, List<KeyRecord> records) throws IOException {
        return wrapping.ring(room, records);
    }

    @Override
    public void each(Use use) throws IOException {
        List<RoomName> rooms;
        synchronized (entries) {
            rooms = List.copyOf(entries.keySet());
        }
        for (var room : rooms) {
            List<KeyRecord> records;
            synchronized (entries) {
                records = recordsOf(room);
            }
            use.use(records);
        }
    }

    /** Waits for what is under way, also when it is interrupted: what was asked for is written and answered. */
    @Override
    public void close() throws IOException {
        writer.shutdown();
        boolean interrupted = false;
        while (!writer.isTerminated()) {
            try {
                var unused = writer.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }

    @FunctionalInterface
    private interface Work {
        KeyRing done() throws IOException;
    }

    /** Does the work in its turn, and answers when it is safely on the disk, together with all that came meanwhile. */
    private CompletionStage<KeyRing> written(Work work) {
        var answer = new CompletableFuture<KeyRing>();
        try {
            writer.execute(() -> {
                carryOut(work, answer);
                if (queue.isEmpty() || waiting.size() >= SYNCED_AT_ONCE) {
                    sync();
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IOException(
                    writer.isShutdown() ? "the content keys are closed" : "too many wait for content keys: try again",
                    e));
        }
        return answer;
    }

    private void carryOut(Work work, CompletableFuture<KeyRing> answer) {
        try {
            waiting.add(new Waiting(answer, work(work)));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private KeyRing work(Work work) throws IOException {
        synchronized (entries) {
            refuseIfBroken();
            return work.done();
        }
    }

    /** What could not be synced may be in memory alone. */
    private void refuseIfBroken() throws IOException {
        if (broken != null) {
            throw new IOException("content keys could not be written earlier; the node must be started again", broken);
        }
    }

    private void sync() {
        if (waiting.isEmpty()) {
            return;
        }
        var done = List.copyOf(waiting);
        waiting.clear();
        try {
            channel.force(false);
            done.forEach(one -> one.answer().complete(one.ring()));
        } catch (IOException e) {
            synchronized (entries) {
                broken = e;
            }
            done.forEach(one -> one.answer().completeExceptionally(e));
        }
    }

    private KeyRing ringOf(RoomName room) throws IOException {
        return wrapping.ring(room, recordsOf(room));
    }

    private List<KeyRecord> recordsOf(RoomName room) {
        return entries.getOrDefault(room, List.of()).stream().map(Entry::record).toList();
    }

    private void append(RoomName room, RoomName subject, ContentKey key) throws IOException {
        append(wrapping.record(room, subject, key));
    }

    private void append(KeyRecord record) throws IOException {
        var bytes = record.toBytes();
        write(end, bytes);
        entries.computeIfAbsent(record.room(), none -> new ArrayList<>()).add(new Entry(end, record));
        end += bytes.length;
    }

    private void write(long position, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private void load() throws IOException {
        var all = readAll();
        if (all.length == 0) {
            write(0, MAGIC);
            channel.force(true);
            return;
        }
        if (!Arrays.equals(Arrays.copyOf(all, MAGIC.length), MAGIC)) {
            throw new IOException("it is not a file of content keys of this release");
        }
        int position = MAGIC.length;
        while (position < all.length) {
            int next = load(all, position);
            if (next == position) {
                next = behindDamage(all, position);
            }
            position = next;
        }
        // What can't be read is never written over: a length that was damaged is not the end of the file.
        end = all.length;
    }

    /** Looks for the next record that can be read. At the end of the file that is a key which was never handed out. */
    private static int behindDamage(byte[] all, int position) {
        int next = position + 1;
        while (next < all.length && recordAt(all, next) == null) {
            next++;
        }
        if (next < all.length) {
            LOG.error("Content keys cannot be read from byte {} to {}; their rooms will not open", position, next);
        }
        return next;
    }

    private static @Nullable KeyRecord recordAt(byte[] all, int position) {
        var in = ByteBuffer.wrap(all).position(position);
        if (in.remaining() < KeyRecord.HEADER) {
            return null;
        }
        int length = in.getInt();
        if (length < 0 || length > KeyRecord.MOST || length > in.remaining() - Integer.BYTES) {
            return null;
        }
        try {
            return KeyRecord.read(Arrays.copyOfRange(all, position, position + KeyRecord.HEADER + length));
        } catch (MalformedInput e) {
            return null;
        }
    }

    /** Takes the record that begins there; where the next one begins, or the same place if there is none. */
    private int load(byte[] all, int position) throws IOException {
        var record = recordAt(all, position);
        if (record == null) {
            return position;
        }
        entries.computeIfAbsent(record.room(), none -> new ArrayList<>()).add(new Entry(position, record));
        // The first that can't be opened tells that the master key is not the right one.
        ringOf(record.room());
        return position + record.toBytes().length;
    }

    private byte[] readAll() throws IOException {
        var all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (all.hasRemaining() && read >= 0) {
            read = channel.read(all, all.position());
        }
        return all.array();
    }
}
