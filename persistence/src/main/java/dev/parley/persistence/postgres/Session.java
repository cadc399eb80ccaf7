package dev.parley.persistence.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One connection that is used step by step, each waited for: before a node starts nothing else is to be done meanwhile. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Duration patience;

    /** A step that did not succeed. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(Throwable cause) {
            super(cause);
        }
    }

    static Session open(PostgresSettings settings) throws Failure {
        var patience = settings.patience().preparing();
        var factory = Driver.directly(settings);
        return new Session(waitFor(Mono.from(factory.create()), patience), patience);
    }

    private Session(Connection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** Runs statements, of which there may be several. */
    void run(String sql) throws Failure {
        waitFor(Flux.from(connection.createStatement(sql).execute()).flatMap(Result::getRowsUpdated));
    }

    /** Runs one statement with values in the places of $1 and so on. */
    void run(String sql, Object... values) throws Failure {
        var statement = connection.createStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        waitFor(Flux.from(statement.execute()).flatMap(Result::getRowsUpdated));
    }

    <T> List<T> rows(String sql, Function<Row, T> read) throws Failure {
        return waitFor(Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.map((row, metadata) -> read.apply(row))));
    }

    /** The first column of the only row. */
    String text(String sql) throws Failure {
        return rows(sql, row -> Objects.requireNonNull(row.get(0, String.class)))
                .getFirst();
    }

    void begin() throws Failure {
        waitFor(Flux.from(connection.beginTransaction()));
    }

    void commit() throws Failure {
        waitFor(Flux.from(connection.commitTransaction()));
    }

    /** A transaction that is under way is undone by the server. */
    @Override
    public void close() throws Failure {
        waitFor(Flux.from(connection.close()));
    }

    private <T> List<T> waitFor(Flux<T> answers) throws Failure {
        return waitFor(answers.collectList(), patience);
    }

    private static <T> T waitFor(Mono<T> answer, Duration patience) throws Failure {
        try {
            return Objects.requireNonNull(answer.timeout(patience).block());
        } catch (RuntimeException e) {
            // What fails in a stream comes out as a RuntimeException, whatever it was.
            throw new Failure(e);
        }
    }
}
