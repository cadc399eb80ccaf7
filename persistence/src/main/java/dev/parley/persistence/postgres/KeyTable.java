package dev.parley.persistence.postgres;

import akka.actor.ActorSystem;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.KeyRing;
import dev.parley.persistence.keys.KeyRecord;
import dev.parley.persistence.keys.MasterKey;
import dev.parley.persistence.keys.Wrapping;
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
public final class KeyTable implements ContentKeys {
    private static final String FIND = "select wrapped from parley_keys.content_key where room = $1 order by number";

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
        return pool.use(connection -> Mono.from(connection.beginTransaction())
                .then(records(connection, room))
                .flatMap(before -> before.isEmpty()
                        ? write(connection, adopted(room, keys))
                        : Mono.error(new IOException("the room has keys already")))
                .then(Mono.from(connection.commitTransaction()))
                .then(ring(connection, room)));
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName room) {
        return pool.use(connection -> records(connection, room)
                .map(before -> wrapping.record(room, subject(room, before), Wrapping.fresh(before)))
                .flatMap(fresh -> write(connection, INSERT, fresh))
                .then(ring(connection, room)));
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

    private List<KeyRecord> adopted(RoomName room, KeyRing keys) {
        List<KeyRecord> records = new ArrayList<>();
        keys.keys().forEach(key -> records.add(wrapping.record(room, keys.subject(), key)));
        records.add(wrapping.record(room, keys.subject(), Wrapping.fresh(records)));
        return records;
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
