package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.KeyRing;
import dev.parley.persistence.keys.Adoption;
import dev.parley.persistence.keys.KeyRecord;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.keys.MasterKey;
import dev.parley.persistence.keys.Wrapping;
import dev.parley.persistence.moving.Waiting;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The content keys of a cluster: a table in a schema of its own, which all nodes share. A destroyed key is written over; what the
 * database keeps of old rows goes with the vacuum that follows, and what its log and backups keep is useless without the operator's
 * key, or else is out of reach of anybody but those who run the database.
 */
public final class KeyTable implements KeyStock {
    private static final String FIND = "select wrapped from parley_keys.content_key where room = $1 order by number";

    private static final String NEXT_ROOM =
            "select room from parley_keys.content_key where room > $1 order by room limit 1";

    private static final String INSERT =
            "insert into parley_keys.content_key (room, number, wrapped) values ($1, $2, $3)";

    private static final String INSERT_UNLESS_THERE = INSERT + " on conflict (room, number) do nothing";

    private static final String OVERWRITE =
            "update parley_keys.content_key set wrapped = $3 where room = $1 and number = $2";

    private final Pool pool;
    private final Wrapping wrapping;

    private KeyTable(Pool pool, Wrapping wrapping) {
        this.pool = pool;
        this.wrapping = wrapping;
    }

    /**
     * The table in the database of this actor system's journal.
     *
     * @param master null if keys are to lie there as they are
     */
    public static KeyTable of(ActorSystem system, @Nullable MasterKey master) {
        return new KeyTable(Pool.of(system), new Wrapping(master));
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName room) {
        return pool.use(connection -> ring(connection, room));
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName room) {
        return pool.use(connection -> records(connection, room).flatMap(before -> {
            var fresh = wrapping.record(room, subject(room, before), Wrapping.fresh(before));
            // Another node may be as quick: then its key is the room's.
            return hasKey(before)
                    ? ring(connection, room)
                    : write(connection, INSERT_UNLESS_THERE, fresh).then(ring(connection, room));
        }));
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys) {
        return extend(room, before -> {
            List<KeyRecord> records = new ArrayList<>();
            for (var key : Adoption.lacking(before, wrapping.ring(room, before), keys)) {
                records.add(wrapping.record(room, keys.subject(), key));
            }
            return records;
        });
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName room) {
        return extend(room, before -> List.of(wrapping.record(room, subject(room, before), Wrapping.fresh(before))));
    }

    @Override
    public CompletionStage<KeyRing> add(RoomName room, List<KeyRecord> records) {
        return extend(room, before -> Adoption.lacking(before, records));
    }

    @FunctionalInterface
    private interface Extension {
        List<KeyRecord> of(List<KeyRecord> before) throws IOException;
    }

    /** Adds all of what a room lacks, or nothing of it. */
    private CompletionStage<KeyRing> extend(RoomName room, Extension extension) {
        return pool.use(connection -> Mono.from(connection.beginTransaction())
                .then(records(connection, room))
                .flatMap(before -> {
                    try {
                        return write(connection, extension.of(before));
                    } catch (IOException e) {
                        return Mono.error(e);
                    }
                })
                .then(Mono.from(connection.commitTransaction()))
                .then(ring(connection, room)));
    }

    @Override
    public CompletionStage<List<KeyRecord>> records(RoomName room) {
        return pool.use(connection -> records(connection, room));
    }

    @Override
    public KeyRing opened(RoomName room, List<KeyRecord> records) throws IOException {
        return wrapping.ring(room, records);
    }

    @Override
    public void each(Use use) throws IOException {
        for (var room = roomAfter(""); !room.isEmpty(); room = roomAfter(room)) {
            use.use(Waiting.on(records(new RoomName(room))));
        }
    }

    /** Empty behind the last: no room has that name. */
    private String roomAfter(String room) throws IOException {
        return Waiting.on(pool.use(connection -> Flux.from(
                        connection.createStatement(NEXT_ROOM).bind(0, room).execute())
                .flatMap(result -> result.map((row, metadata) -> Objects.requireNonNull(row.get(0, String.class))))
                .single("")));
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName room, long below) {
        return pool.use(connection -> records(connection, room)
                .flatMapMany(Flux::fromIterable)
                .filter(record -> record.number() < below)
                .concatMap(record -> write(connection, OVERWRITE, record.destroyed()))
                .then(update(connection.createStatement("vacuum parley_keys.content_key")))
                .then(ring(connection, room)));
    }

    private static RoomName subject(RoomName room, List<KeyRecord> before) {
        return before.isEmpty() ? room : before.getLast().subject();
    }

    private static boolean hasKey(List<KeyRecord> records) {
        return records.stream().anyMatch(record -> record.form() != KeyRecord.Form.DESTROYED);
    }

    private Mono<KeyRing> ring(Connection connection, RoomName room) {
        return records(connection, room).flatMap(records -> {
            try {
                return Mono.just(wrapping.ring(room, records));
            } catch (IOException e) {
                return Mono.error(e);
            }
        });
    }

    private static Mono<List<KeyRecord>> records(Connection connection, RoomName room) {
        return Flux.from(connection.createStatement(FIND).bind(0, room.value()).execute())
                .flatMap(result -> result.map((row, metadata) -> Objects.requireNonNull(row.get(0, byte[].class))))
                .concatMap(KeyTable::read)
                .collectList();
    }

    private static Mono<KeyRecord> read(byte[] bytes) {
        try {
            return Mono.just(KeyRecord.read(bytes));
        } catch (MalformedInput e) {
            return Mono.error(e);
        }
    }

    private static Mono<Void> write(Connection connection, List<KeyRecord> records) {
        return Flux.fromIterable(records)
                .concatMap(record -> write(connection, INSERT, record))
                .then();
    }

    private static Mono<Void> write(Connection connection, String sql, KeyRecord record) {
        return update(connection
                .createStatement(sql)
                .bind(0, record.room().value())
                .bind(1, record.number())
                .bind(2, record.toBytes()));
    }

    private static Mono<Void> update(Statement statement) {
        return Flux.from(statement.execute()).flatMap(Result::getRowsUpdated).then();
    }
}
