package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Link;
import dev.parley.persistence.history.Pruning;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes the past away from a cluster's journal, each time in one transaction: who reads sees all of it or what stays. Several nodes may
 * do the same at once; the second finds nothing left to do. What PostgreSQL keeps of deleted rows goes with its vacuum.
 */
final class Shears implements Pruning {
    /** It also keeps the others who would replace the event, and nobody else. */
    private static final String TO_BE_REPLACED = "select event_payload from parley.event_journal"
            + " where persistence_id = $1 and seq_nr = $2 and not deleted for update";

    /** All but the contents stays: its time, its writer, and what Akka needs to read it. */
    private static final String REPLACE =
            "update parley.event_journal set event_payload = $3 where persistence_id = $1 and seq_nr = $2";

    private static final String DELETE = "delete from parley.event_journal where persistence_id = $1 and seq_nr <= $2"
            + " and seq_nr < (select max(seq_nr) from parley.event_journal where persistence_id = $1)";

    /** The last one of all leaves its number, in the form in which Akka's own deleting does. */
    private static final String LEAVE_THE_NUMBER = """
            update parley.event_journal set
              deleted = true, writer = '', adapter_manifest = '', event_ser_id = 0, event_ser_manifest = '', event_payload = '',
              meta_ser_id = null, meta_ser_manifest = null, meta_payload = null, tags = null
            where persistence_id = $1 and seq_nr <= $2 and not deleted
            """;

    private static final String DELETE_CHECKPOINTS =
            "delete from parley.snapshot where persistence_id = $1 and seq_nr <= $2";

    private final Pool pool;
    private final Duration patience;

    private Shears(Pool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    /** For the journal of this actor system. */
    static Shears of(ActorSystem system) {
        return new Shears(Pool.of(system), system.settings().config().getDuration("parley.postgres.prune-within"));
    }

    @Override
    public void deleteTo(String journalId, long sequence) throws IOException {
        inTransaction(connection -> run(connection, DELETE, journalId, sequence)
                .then(run(connection, LEAVE_THE_NUMBER, journalId, sequence))
                .then(run(connection, DELETE_CHECKPOINTS, journalId, sequence)));
    }

    @Override
    public void replace(String journalId, Link condensed) throws IOException {
        long sequence = sequenceOf(condensed);
        inTransaction(connection -> isToBeReplaced(connection, journalId, sequence)
                .filter(wanted -> wanted)
                .flatMap(wanted -> run(bound(connection, REPLACE, journalId, sequence)
                                .bind(2, condensed.bytes()))
                        .then(run(connection, DELETE, journalId, sequence - 1))
                        .then(run(connection, DELETE_CHECKPOINTS, journalId, sequence))));
    }

    private static long sequenceOf(Link link) throws IOException {
        try {
            return link.frame().sequence();
        } catch (MalformedInput e) {
            throw new IOException("what is to stand for the past cannot be read", e);
        }
    }

    private static Mono<Boolean> isToBeReplaced(Connection connection, String journalId, long sequence) {
        return Flux.from(bound(connection, TO_BE_REPLACED, journalId, sequence).execute())
                .flatMap(result -> result.map((row, metadata) -> Objects.requireNonNull(row.get(0, byte[].class))))
                .concatMap(Shears::isWhole)
                .singleOrEmpty();
    }

    private static Mono<Boolean> isWhole(byte[] stored) {
        try {
            return Mono.just(!Link.stored(stored).frame().replacesThePast());
        } catch (MalformedInput e) {
            return Mono.error(new IOException("the event that is to be replaced cannot be read", e));
        }
    }

    /** Over a long past a statement takes longer than what rooms wait for otherwise. */
    private void inTransaction(Function<Connection, Mono<Void>> work) throws IOException {
        Past.await(pool.use(
                patience,
                connection -> Mono.from(connection.beginTransaction())
                        .then(run(connection.createStatement("set local statement_timeout = " + patience.toMillis())))
                        .then(Mono.defer(() -> work.apply(connection)))
                        .then(Mono.from(connection.commitTransaction()))
                        .onErrorResume(failure ->
                                Mono.from(connection.rollbackTransaction()).then(Mono.error(failure)))));
    }

    private static Mono<Void> run(Connection connection, String sql, String journalId, long sequence) {
        return run(bound(connection, sql, journalId, sequence));
    }

    private static Statement bound(Connection connection, String sql, String journalId, long sequence) {
        return connection.createStatement(sql).bind(0, journalId).bind(1, sequence);
    }

    private static Mono<Void> run(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }
}
