package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import akka.persistence.Persistence;
import akka.persistence.SnapshotMetadata;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import dev.parley.core.event.Checkpoint;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Intake;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A cluster's journal, for events that were stored elsewhere. It writes the same rows as Akka's plugin. */
public final class TableIntake implements Intake {
    private static final String INSERT = """
            insert into parley.event_journal
              (slice, entity_type, persistence_id, seq_nr, writer, adapter_manifest, event_ser_id, event_ser_manifest,
               event_payload, db_timestamp)
            values ($1, $2, $3, $4, $5, '', $6, $7, $8, transaction_timestamp())
            """;

    private final Pool pool;
    private final Persistence persistence;
    private final Serialization serialization;
    private final CheckpointTable checkpoints;
    private final String writer = UUID.randomUUID().toString();

    /** Into the database of this actor system's journal. */
    public static TableIntake of(ActorSystem system) {
        return new TableIntake(system);
    }

    private TableIntake(ActorSystem system) {
        this.pool = Pool.of(system);
        this.persistence = Persistence.get(system);
        this.serialization = SerializationExtension.get(system);
        this.checkpoints = CheckpointTable.of(system);
    }

    @Override
    public void store(String journalId, List<Filed> events) throws IOException {
        await(pool.use(connection -> inserted(connection, journalId, events)));
    }

    /** A connection that is closed with a transaction under way undoes that. */
    private Mono<Void> inserted(Connection connection, String journalId, List<Filed> events) {
        return Mono.from(connection.beginTransaction())
                .thenMany(Flux.fromIterable(events))
                .concatMap(event -> updated(row(connection, journalId, event)))
                .then(Mono.from(connection.commitTransaction()));
    }

    private Statement row(Connection connection, String journalId, Filed event) {
        var serializer = serialization.findSerializerFor(event.link());
        return connection
                .createStatement(INSERT)
                .bind(0, persistence.sliceForPersistenceId(journalId))
                .bind(1, journalId.substring(0, Math.max(0, journalId.indexOf('|'))))
                .bind(2, journalId)
                .bind(3, event.number())
                .bind(4, writer)
                .bind(5, serializer.identifier())
                .bind(6, Serializers.manifestFor(serializer, event.link()))
                .bind(7, serialization.serialize(event.link()).get());
    }

    private static Mono<Void> updated(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }

    @Override
    public void keep(String journalId, Checkpoint checkpoint) throws IOException {
        await(checkpoints.save(
                new SnapshotMetadata(journalId, checkpoint.sequence(), System.currentTimeMillis()), checkpoint));
    }

    private static void await(CompletionStage<Void> stage) throws IOException {
        try {
            stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof R2dbcDataIntegrityViolationException
                    ? new IOException("there are other events under these numbers", e)
                    : new IOException("the database takes nothing: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the database was written");
        }
    }
}
