package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.checkpoint.Thinning;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table of checkpoints: several a room, each with a checksum. What cannot be read is passed over for the one before, since
 * the events behind it are all there; it costs time and nothing else.
 */
public final class CheckpointTable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTable.class);

    private static final String SAVE = """
        insert into parley.snapshot
          (persistence_id, seq_nr, write_timestamp, weight, checksum, ser_id, ser_manifest, snapshot)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (persistence_id, seq_nr) do update set
          write_timestamp = excluded.write_timestamp, weight = excluded.weight, checksum = excluded.checksum,
          ser_id = excluded.ser_id, ser_manifest = excluded.ser_manifest, snapshot = excluded.snapshot
        """;

    private static final String THOSE_MEANT =
            " where persistence_id = $1 and seq_nr between $2 and $3 and write_timestamp between $4 and $5";

    private static final String NEWEST =
            "select seq_nr, write_timestamp, checksum, ser_id, ser_manifest, snapshot from parley.snapshot"
                    + THOSE_MEANT
                    // One that is newer than the journal's end is no place to go on from.
                    + " and (weight is null or exists (select 1 from parley.event_journal e"
                    + " where e.persistence_id = $1 and e.seq_nr = parley.snapshot.seq_nr and not e.deleted))"
                    + " order by seq_nr desc limit 1";

    private static final String MARKS = "select seq_nr, weight from parley.snapshot"
            + " where persistence_id = $1 and weight is not null order by seq_nr";

    /** A checkpoint is a witness, too: what it holds was in the journal. */
    private static final String HIGHEST = """
        select coalesce(max(seq_nr), 0) as highest from (
          select seq_nr from parley.event_journal where persistence_id = $1
          union all
          select seq_nr from parley.snapshot where persistence_id = $1 and weight is not null) known
        """;

    /** In the way in which the journal itself remembers the last number of a room whose events were deleted. */
    private static final String REMEMBER_THE_END = """
        insert into parley.event_journal (persistence_id, seq_nr, slice, entity_type, db_timestamp, writer,
          deleted, event_ser_id, event_ser_manifest, event_payload)
        select persistence_id, seq_nr, $2, $3, now(), '', true, 0, '', ''::bytea from parley.snapshot
        where persistence_id = $1 and weight is not null and seq_nr >
          (select coalesce(max(seq_nr), 0) from parley.event_journal where persistence_id = $1)
        order by seq_nr desc limit 1
        on conflict do nothing
        """;

    private final Pool pool;
    private final Persistence persistence;
    private final Serialization serialization;

    private CheckpointTable(ActorSystem system) {
        this.pool = Pool.of(system);
        this.persistence = Persistence.get(system);
        this.serialization = SerializationExtension.get(system);
    }

    /** Those in the database of this actor system's journal. */
    public static CheckpointTable of(ActorSystem system) {
        return new CheckpointTable(system);
    }

    /** The newest that can be read and that holds no event after this one. */
    public CompletionStage<Optional<SelectedSnapshot>> newest(String persistenceId, long atMost) {
        return newest(persistenceId, SnapshotSelectionCriteria.create(atMost, Long.MAX_VALUE));
    }

    CompletionStage<Optional<SelectedSnapshot>> newest(String persistenceId, SnapshotSelectionCriteria criteria) {
        return stored(persistenceId, criteria).thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            var object = read(persistenceId, found.get());
            return object == null
                    ? newest(persistenceId, criteria.limit(found.get().sequence - 1))
                    : CompletableFuture.completedStage(Optional.of(SelectedSnapshot.create(
                            new SnapshotMetadata(persistenceId, found.get().sequence, found.get().time), object)));
        });
    }

    /**
     * Lets the journal know of a checkpoint that is newer than its end: the events up to there were acknowledged, and whoever reads
     * the room has to hear that they are missing.
     */
    CompletionStage<Void> rememberTheEnd(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        return pool.use(connection -> Flux.from(connection
                        .createStatement(REMEMBER_THE_END)
                        .bind(0, persistenceId)
                        .bind(1, persistence.sliceForPersistenceId(persistenceId))
                        .bind(2, persistenceId.substring(0, Math.max(0, bar)))
                        .execute())
                .flatMap(Result::getRowsUpdated)
                .filter(remembered -> remembered > 0)
                .doOnNext(remembered -> LOG.warn("The journal of {} ends before its last checkpoint", persistenceId))
                .then());
    }

    /** The numbers of the events after which there is one that a room made, in their order. */
    CompletionStage<List<Long>> sequences(String persistenceId) {
        return pool.use(
                connection -> rows(connection.createStatement(MARKS).bind(0, persistenceId), CheckpointTable::mark)
                        .map(Thinning.Mark::sequence)
                        .collectList());
    }

    /** The number of the last event, of which the journal's own table tells, or a checkpoint; 0 if there is none. */
    CompletionStage<Long> highestEvent(String persistenceId) {
        return pool.use(connection -> rows(
                        connection.createStatement(HIGHEST).bind(0, persistenceId),
                        row -> value(row, "highest", Long.class))
                .single());
    }

    CompletionStage<Void> save(SnapshotMetadata place, Object object) {
        var serializer = serialization.findSerializerFor(object);
        var bytes = serialization.serialize(object).get();
        return pool.use(connection -> {
            var insert = connection
                    .createStatement(SAVE)
                    .bind(0, place.persistenceId())
                    .bind(1, place.sequenceNr())
                    .bind(2, place.timestamp())
                    .bind(4, checksum(bytes))
                    .bind(5, serializer.identifier())
                    .bind(6, Serializers.manifestFor(serializer, object))
                    .bind(7, bytes);
            if (object instanceof Checkpoint checkpoint) {
                insert.bind(3, checkpoint.weight());
                return update(insert).then(thin(connection, place.persistenceId()));
            }
            return update(insert.bindNull(3, Long.class));
        });
    }

    CompletionStage<Void> delete(String persistenceId, SnapshotSelectionCriteria criteria) {
        return pool.use(connection -> update(chosen(
                connection.createStatement("delete from parley.snapshot" + THOSE_MEANT), persistenceId, criteria)));
    }

    private CompletionStage<Optional<Stored>> stored(String persistenceId, SnapshotSelectionCriteria criteria) {
        return pool.use(
                connection -> rows(chosen(connection.createStatement(NEWEST), persistenceId, criteria), Stored::of)
                        .singleOrEmpty()
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()));
    }

    private static Mono<Void> thin(Connection connection, String persistenceId) {
        return rows(connection.createStatement(MARKS).bind(0, persistenceId), CheckpointTable::mark)
                .collectList()
                .flatMap(marks -> {
                    var superfluous = Thinning.superfluous(marks);
                    return superfluous.isEmpty() ? Mono.empty() : delete(connection, persistenceId, superfluous);
                });
    }

    private static Mono<Void> delete(Connection connection, String persistenceId, List<Thinning.Mark> marks) {
        var numbers = marks.stream().map(Thinning.Mark::sequence).toArray(Long[]::new);
        return update(connection
                .createStatement("delete from parley.snapshot where persistence_id = $1 and seq_nr = any($2)")
                .bind(0, persistenceId)
                .bind(1, numbers));
    }

    private static Statement chosen(Statement statement, String persistenceId, SnapshotSelectionCriteria criteria) {
        return statement
                .bind(0, persistenceId)
                .bind(1, criteria.minSequenceNr())
                .bind(2, criteria.maxSequenceNr())
                .bind(3, criteria.minTimestamp())
                .bind(4, criteria.maxTimestamp());
    }

    private static Mono<Void> update(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }

    private static <T> Flux<T> rows(Statement statement, Function<Row, T> read) {
        return Flux.from(statement.execute()).flatMap(result -> result.map((row, metadata) -> read.apply(row)));
    }

    private static Thinning.Mark mark(Row row) {
        return new Thinning.Mark(value(row, "seq_nr", Long.class), value(row, "weight", Long.class));
    }

    private @Nullable Object read(String persistenceId, Stored stored) {
        if (checksum(stored.bytes) != stored.checksum) {
            LOG.warn("The checkpoint of {} at {} is damaged; the one before is taken", persistenceId, stored.sequence);
            return null;
        }
        var object = serialization.deserialize(stored.bytes, stored.serializer, stored.manifest);
        if (object.isFailure()) {
            LOG.warn(
                    "The checkpoint of {} at {} cannot be read; the one before is taken",
                    persistenceId,
                    stored.sequence,
                    object.failed().get());
            return null;
        }
        return object.get();
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static <T> T value(Row row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }

    private record Stored(long sequence, long time, int checksum, int serializer, String manifest, byte[] bytes) {
        static Stored of(Row row) {
            return new Stored(
                    value(row, "seq_nr", Long.class),
                    value(row, "write_timestamp", Long.class),
                    value(row, "checksum", Integer.class),
                    value(row, "ser_id", Integer.class),
                    value(row, "ser_manifest", String.class),
                    value(row, "snapshot", byte[].class));
        }
    }
}
