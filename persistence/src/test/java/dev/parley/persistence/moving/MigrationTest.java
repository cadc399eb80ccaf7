package dev.parley.persistence.moving;

import static dev.parley.persistence.archive.ArchiveNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import akka.persistence.query.EventEnvelope;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.Link;
import dev.parley.core.event.Writer;
import dev.parley.persistence.archive.ArchiveNode;
import dev.parley.persistence.archive.ArchiveNode.Where;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.history.When;
import dev.parley.persistence.keys.KeyRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationTest {
    private static final RoomName ROOM = new RoomName("team/Zoë|x");
    private static final RoomName OTHER = new RoomName("other");
    private static final RoomName ERASED = new RoomName("erased");

    @TempDir
    private Path folder;

    private final List<String> refused = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void a_whole_journal_is_the_same_in_another_one(Where from) throws Exception {
        var to = from == Where.ON_A_DISK ? Where.IN_A_DATABASE : Where.ON_A_DISK;
        try (var old = from.start(folder.resolve("old"));
                var fresh = to.start(folder.resolve("new"))) {
            old.write(ROOM, Collections.nCopies(1_200, "w").toArray(String[]::new));
            checkpoint(old, ROOM);
            old.write(OTHER, "a");
            now(old.keys.obtain(ERASED));
            now(old.keys.destroy(ERASED, Long.MAX_VALUE));

            assertThat(migrate(old, fresh)).isEqualTo(new Migration.Migrated(2, 1_201, 0));

            var before = envelopes(old, ROOM);
            var after = envelopes(fresh, ROOM);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).sequenceNr()).isEqualTo(before.get(i).sequenceNr());
                assertThat(((Link) after.get(i).event()).bytes())
                        .isEqualTo(((Link) before.get(i).event()).bytes());
            }
            assertThat(bytesOf(now(fresh.keys.records(ROOM)))).isEqualTo(bytesOf(now(old.keys.records(ROOM))));
            assertThat(now(fresh.keys.records(ERASED)))
                    .extracting(KeyRecord::form)
                    .containsExactly(KeyRecord.Form.DESTROYED);
            assertThat(fresh.journal.checkpoints().sequences(JournalId.of(ROOM)))
                    .containsExactly(1_200L);
            assertThat(now(fresh.verification.one(ROOM, null))).isEqualTo(now(old.verification.one(ROOM, null)));
            assertThat(now(fresh.history.at(ROOM, When.NOW)).place().generation())
                    .isZero();
            assertThat(migrate(old, fresh)).isEqualTo(new Migration.Migrated(2, 0, 0));
            assertThat(refused).isEmpty();
        }
    }

    @Test
    void one_that_was_interrupted_leaves_no_room_that_opens_and_goes_on_when_it_is_done_again() throws Exception {
        try (var old = new ArchiveNode(folder.resolve("old"));
                var fresh = new ArchiveNode(folder.resolve("new"))) {
            old.write(ROOM, Collections.nCopies(1_200, "w").toArray(String[]::new));
            var breaking = new Intake() {
                private int parts;

                @Override
                public void store(String journalId, List<Filed> events) throws IOException {
                    if (parts++ == 1) {
                        throw new IOException("no space left");
                    }
                    fresh.intake.store(journalId, events);
                }

                @Override
                public void keep(String journalId, Checkpoint checkpoint) throws IOException {
                    fresh.intake.keep(journalId, checkpoint);
                }
            };
            assertThatIOException().isThrownBy(() -> migrate(old, fresh, breaking));
            assertThat(now(fresh.history.at(ROOM, When.NOW)).damage()).isNotNull();

            assertThat(migrate(old, fresh)).isEqualTo(new Migration.Migrated(1, 200, 0));

            assertThat(now(fresh.verification.one(ROOM, null)).faults()).isEmpty();
        }
    }

    @Test
    void a_room_that_differs_is_refused_by_its_name_and_the_others_go_on() throws Exception {
        try (var old = new ArchiveNode(folder.resolve("old"));
                var fresh = new ArchiveNode(folder.resolve("new"))) {
            old.write(ROOM, "a", "b");
            old.write(OTHER, "c");
            fresh.write(ROOM, "x");
            var theirs = bytesOf(now(fresh.keys.records(ROOM)));

            assertThat(migrate(old, fresh)).isEqualTo(new Migration.Migrated(1, 1, 1));

            assertThat(refused).containsExactly("team/Zoë|x: there are other keys of a room of this name");
            assertThat(envelopes(fresh, ROOM)).hasSize(1);
            assertThat(bytesOf(now(fresh.keys.records(ROOM)))).isEqualTo(theirs);
        }
    }

    @Test
    void a_room_that_lost_its_end_stays_where_that_is_known() throws Exception {
        try (var old = new ArchiveNode(folder.resolve("old"));
                var fresh = new ArchiveNode(folder.resolve("new"))) {
            old.write(ROOM, "a", "b");
            old.write(OTHER, "a");
            var known = old.journal;
            var losing = new Journal(
                    known.ids(),
                    known.events(),
                    id -> id.equals(JournalId.of(ROOM)) ? 5 : known.highest().of(id),
                    known.checkpoints(),
                    known.pruning());

            var migrated = new Migration(
                            new Migration.End(
                                    losing, old.intake, new Arrival(old.system, losing, old.intake), old.keys),
                            new Migration.End(fresh.journal, fresh.intake, fresh.arrival, fresh.keys),
                            SystemMaterializer.get(old.system).materializer(),
                            (room, why) -> refused.add(room + ": " + why))
                    .run();

            assertThat(migrated).isEqualTo(new Migration.Migrated(1, 1, 1));
            assertThat(refused)
                    .containsExactly(ROOM + ": it lost its end, and the other journal would take it for whole");
            assertThat(envelopes(fresh, ROOM)).isEmpty();
        }
    }

    @Test
    void a_damaged_room_goes_along_as_it_is() throws Exception {
        try (var old = new ArchiveNode(folder.resolve("old"));
                var fresh = new ArchiveNode(folder.resolve("new"))) {
            var events = ArchiveNode.eventsOf(ROOM, now(old.keys.obtain(ROOM)), "a", "b", "c");
            var strange = Link.stored(new byte[] {9, 9});
            old.intake.store(
                    JournalId.of(ROOM),
                    List.of(new Filed(1, events.get(0)), new Filed(2, strange), new Filed(7, events.get(2))));

            assertThat(migrate(old, fresh)).isEqualTo(new Migration.Migrated(1, 3, 0));

            assertThat(envelopes(fresh, ROOM))
                    .extracting(EventEnvelope::sequenceNr)
                    .containsExactly(1L, 2L, 7L);
        }
    }

    private Migration.Migrated migrate(ArchiveNode old, ArchiveNode fresh) throws IOException {
        return migrate(old, fresh, fresh.intake);
    }

    private Migration.Migrated migrate(ArchiveNode old, ArchiveNode fresh, Intake intake) throws IOException {
        return new Migration(
                        new Migration.End(old.journal, old.intake, old.arrival, old.keys),
                        new Migration.End(
                                fresh.journal, intake, new Arrival(fresh.system, fresh.journal, intake), fresh.keys),
                        SystemMaterializer.get(old.system).materializer(),
                        (room, why) -> refused.add(room + ": " + why))
                .run();
    }

    private static void checkpoint(ArchiveNode node, RoomName room) throws Exception {
        var moment = now(node.history.at(room, When.NOW));
        var contents =
                new CheckpointFormat.Contents(moment.place(), 1, moment.doc().encode(UpdateFormat.V2));
        var writer = new Writer(now(node.keys.find(room)), 0, 2);
        node.intake.keep(JournalId.of(room), CheckpointFormat.write(writer, contents));
    }

    private static List<List<Byte>> bytesOf(List<KeyRecord> records) {
        List<List<Byte>> all = new ArrayList<>();
        for (var record : records) {
            List<Byte> bytes = new ArrayList<>();
            for (byte b : record.toBytes()) {
                bytes.add(b);
            }
            all.add(bytes);
        }
        return all;
    }

    private static List<EventEnvelope> envelopes(ArchiveNode node, RoomName room) throws Exception {
        return now(node.journal
                .events()
                .currentEventsByPersistenceId(JournalId.of(room), 1, Long.MAX_VALUE)
                .runWith(Sink.seq(), node.system));
    }
}
