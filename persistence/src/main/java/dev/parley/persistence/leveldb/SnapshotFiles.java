package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import dev.parley.persistence.checkpoint.Thinning;
import dev.parley.persistence.checkpoint.Thinning.Mark;
import dev.parley.persistence.files.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots, a file each, in a folder for each room, below {@code snapshots} in the data folder. None is needed: one that is
 * damaged is passed over for the one before, and a room without any is read from its first event. It needs no actor system.
 */
public final class SnapshotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

    /** Half of a SHA-256: no two rooms meet, and paths stay short. */
    private static final int FOLDER_NAME_BYTES = 16;

    /** Number, time, and the weight if it is a checkpoint: enough to choose by without opening it. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,19})-(\\d{1,19})(?:-(\\d{1,19}))?\\.snapshot");

    /** A file, by its name. The weight is there if it takes part in thinning. */
    public record Entry(
            long sequence, long timestamp, @Nullable Long weight, Path file) {}

    /** Among so many locks rooms are spread: enough that two which save at once hardly ever wait for each other. */
    private static final int LOCKS = 64;

    private final Path folder;

    /** Who changes a room's files does so alone: what one has not finished yet, another would take for rubbish. */
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    public SnapshotFiles(DataFolder folder) {
        this.folder = folder.path().resolve("snapshots");
    }

    /** Stores a snapshot in the place of one with the same number. If it has a weight, those not needed any more go. */
    public void save(Snapshot snapshot, OptionalLong weight) throws IOException {
        var room = folderOf(snapshot.persistenceId());
        var name = "%019d-%d%s.snapshot"
                .formatted(
                        snapshot.sequence(), snapshot.timestamp(), weight.isPresent() ? "-" + weight.getAsLong() : "");
        var bytes = ByteBuffer.wrap(SnapshotFormat.write(snapshot));
        synchronized (lockOf(snapshot.persistenceId())) {
            DurableFiles.makeFolder(room);
            removeUnfinished(room);
            DurableFiles.write(room.resolve(name), file -> {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            });
            delete(
                    snapshot.persistenceId(),
                    other -> other.sequence() == snapshot.sequence()
                            && !other.file().endsWith(name));
            if (weight.isPresent()) {
                thin(snapshot.persistenceId());
            }
        }
    }

    private Object lockOf(String persistenceId) {
        return locks.get(Math.floorMod(persistenceId.hashCode(), LOCKS));
    }

    private void thin(String persistenceId) throws IOException {
        var marks = entries(persistenceId).stream()
                .filter(entry -> entry.weight() != null)
                .sorted(Comparator.comparingLong(Entry::sequence))
                .map(SnapshotFiles::mark)
                .toList();
        var superfluous = Thinning.superfluous(marks);
        delete(persistenceId, entry -> entry.weight() != null && superfluous.contains(mark(entry)));
    }

    private static Mark mark(Entry entry) {
        var weight = entry.weight();
        return new Mark(entry.sequence(), weight == null ? 0 : weight);
    }

    /** The newest of those wanted that can be read. */
    public Optional<Snapshot> newest(String persistenceId, Predicate<Entry> wanted) throws IOException {
        for (var entry : entries(persistenceId)) {
            if (wanted.test(entry)) {
                try {
                    var snapshot = SnapshotFormat.read(Files.readAllBytes(entry.file()));
                    if (snapshot.persistenceId().equals(persistenceId) && snapshot.sequence() == entry.sequence()) {
                        return Optional.of(snapshot);
                    }
                    passedOver(persistenceId, entry, "it is another one's");
                } catch (MalformedInput | IOException e) {
                    passedOver(persistenceId, entry, String.valueOf(e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    private static void passedOver(String persistenceId, Entry entry, String reason) {
        LOG.warn(
                "The snapshot of '{}' at {} cannot be read and is passed over: {}",
                persistenceId,
                entry.sequence(),
                reason);
    }

    public void delete(String persistenceId, Predicate<Entry> unwanted) throws IOException {
        for (var entry : entries(persistenceId)) {
            if (unwanted.test(entry)) {
                Files.deleteIfExists(entry.file());
            }
        }
    }

    /** Deletes those up to a number, and what was left over of any when a node was killed. */
    public void deleteTo(String persistenceId, long sequence) throws IOException {
        delete(persistenceId, entry -> entry.sequence() <= sequence);
        var room = folderOf(persistenceId);
        synchronized (lockOf(persistenceId)) {
            if (Files.isDirectory(room)) {
                removeUnfinished(room);
            }
        }
    }

    /** What there is of a room, the newest first. */
    public List<Entry> entries(String persistenceId) throws IOException {
        var room = folderOf(persistenceId);
        if (!Files.isDirectory(room)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        try (var files = Files.newDirectoryStream(room)) {
            for (var file : files) {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    var weight = name.group(3);
                    entries.add(new Entry(
                            Long.parseLong(name.group(1)),
                            Long.parseLong(name.group(2)),
                            weight == null ? null : Long.valueOf(weight),
                            file));
                }
            }
        }
        entries.sort(Comparator.comparingLong(Entry::sequence)
                .thenComparingLong(Entry::timestamp)
                .reversed());
        return entries;
    }

    private static void removeUnfinished(Path room) throws IOException {
        try (var files = Files.newDirectoryStream(room, "*" + DurableFiles.UNFINISHED)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path folderOf(String persistenceId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(persistenceId.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, FOLDER_NAME_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
