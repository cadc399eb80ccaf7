package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.testkit.javadsl.TestKit;
import dev.parley.core.event.Checkpoint;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of checkpoints: which of them are there, and which can be read. */
class CheckpointTableTest {
    private static final String ROOM = "room|general";

    /** More bytes of updates than one checkpoint is thinned for. */
    private static final long FAR = 5 << 20;

    private static String database = "";
    private static @Nullable ActorSystem node;

    @BeforeAll
    static void start() {
        var address = TestServer.shared().newDatabase();
        database = address.substring(address.lastIndexOf('/') + 1);
        node = ActorSystem.create("node", TestServer.journal(address));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            TestKit.shutdownActorSystem(node);
        }
    }

    private final CheckpointTable checkpoints = CheckpointTable.of(Objects.requireNonNull(node));

    CheckpointTableTest() {
        TestServer.shared().execute(database, "truncate parley.snapshot, parley.event_journal");
    }

    @Test
    void any_number_finds_the_newest_before_it() throws Exception {
        save(10, 100);
        save(20, 200);

        assertThat(newest(9)).isNull();
        assertThat(newest(10)).isEqualTo(10);
        assertThat(newest(19)).isEqualTo(10);
        assertThat(newest(Long.MAX_VALUE)).isEqualTo(20);
    }

    @Test
    void one_that_is_newer_than_the_journals_end_is_passed_over() throws Exception {
        save(10, 100);
        save(20, 200);

        TestServer.shared().execute(database, "delete from parley.event_journal where seq_nr = 20");

        assertThat(newest(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    void one_that_is_newer_than_the_journals_end_is_a_witness_of_the_last_number() throws Exception {
        save(10, 100);
        save(20, 200);

        TestServer.shared().execute(database, "delete from parley.event_journal");

        assertThat(checkpoints.highestEvent(ROOM).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(20);
        assertThat(checkpoints.highestEvent("room|other").toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void a_checkpoint_comes_back_as_it_was() throws Exception {
        save(10, 100);

        var checkpoint = (Checkpoint) found(10).snapshot();

        assertThat(checkpoint.sequence()).isEqualTo(10);
        assertThat(checkpoint.weight()).isEqualTo(100);
        assertThat(checkpoint.bytes()).containsExactly(1, 2, 10);
    }

    @Test
    void a_damaged_one_is_passed_over_for_the_one_before() throws Exception {
        save(10, FAR);
        save(20, 2 * FAR);
        save(30, 3 * FAR);
        change("snapshot = set_byte(snapshot, 0, get_byte(snapshot, 0) # 1)", 30);
        change("snapshot = substring(snapshot from 2)", 20);

        assertThat(newest(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    void one_that_this_release_cannot_read_is_passed_over() throws Exception {
        save(10, FAR);
        save(20, 2 * FAR);
        save(30, 3 * FAR);
        change("ser_manifest = 'checkpoint-2'", 30);
        change("ser_id = 77", 20);

        assertThat(newest(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    void where_all_are_damaged_there_is_none() throws Exception {
        save(10, 100);
        change("checksum = checksum + 1", 10);

        assertThat(newest(Long.MAX_VALUE)).isNull();
    }

    @Test
    void those_that_are_not_needed_go_and_the_two_newest_stay() throws Exception {
        for (long number = 1_000; number <= 12_000; number += 1_000) {
            save(number, number);
        }

        assertThat(TestServer.shared().query(database, "select seq_nr from parley.snapshot order by seq_nr"))
                .containsExactly("4000", "8000", "11000", "12000");
    }

    @Test
    void what_is_no_checkpoint_stays() throws Exception {
        for (long number = 1; number <= 5; number++) {
            done(checkpoints.save(new SnapshotMetadata(ROOM, number, 1), "a text"));
        }

        assertThat(TestServer.shared().query(database, "select count(*) from parley.snapshot"))
                .containsExactly("5");
    }

    @Test
    void rooms_do_not_thin_each_other() throws Exception {
        for (long number = 1_000; number <= 3_000; number += 1_000) {
            done(checkpoints.save(new SnapshotMetadata("room|" + number, number, 1), checkpoint(number, number)));
        }

        assertThat(TestServer.shared().query(database, "select count(*) from parley.snapshot"))
                .containsExactly("3");
    }

    /** Together with the event that it stands behind. */
    private void save(long number, long weight) throws Exception {
        TestServer.shared().execute(database, """
            insert into parley.event_journal (persistence_id, seq_nr, slice, entity_type, db_timestamp, writer,
              event_ser_id, event_ser_manifest, event_payload)
            values ('%s', %d, 0, 'room', now(), 'test', 0, '', '') on conflict do nothing
            """.formatted(ROOM, number));
        done(checkpoints.save(new SnapshotMetadata(ROOM, number, 1), checkpoint(number, weight)));
    }

    private static Checkpoint checkpoint(long number, long weight) {
        return new Checkpoint(number, weight, new byte[] {1, 2, (byte) number});
    }

    private @Nullable Long newest(long atMost) throws Exception {
        return checkpoints
                .newest(ROOM, atMost)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .map(found -> found.metadata().sequenceNr())
                .orElse(null);
    }

    private SelectedSnapshot found(long number) throws Exception {
        return checkpoints
                .newest(ROOM, number)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .orElseThrow();
    }

    private static void done(CompletionStage<?> work) throws Exception {
        work.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void change(String what, long number) {
        TestServer.shared().execute(database, "update parley.snapshot set " + what + " where seq_nr = " + number);
    }
}
