package dev.parley.persistence.backup;

import static dev.parley.persistence.archive.ArchiveNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.archive.ArchiveNode;
import dev.parley.persistence.archive.ArchiveNode.Where;
import dev.parley.persistence.archive.BreakingIntake;
import dev.parley.persistence.history.When;
import dev.parley.persistence.keys.KeyCopy;
import dev.parley.persistence.keys.KeyRecord;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Filed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupTest {
    private static final RoomName ROOM = new RoomName("team/Zoë");
    private static final RoomName OTHER = new RoomName("other");

    @TempDir
    private Path folder;

    private final List<String> damages = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void rooms_come_back_as_a_new_generation_of_what_they_were(Where where) throws Exception {
        byte[] backup;
        byte[] keys;
        List<Link> before;
        try (var node = where.start(folder.resolve("old"))) {
            node.write(ROOM, "one ", "two ", "three");
            node.write(OTHER, "a");
            before = links(node, ROOM);
            backup = backup(node, new Backup.Copied(2, 4));
            keys = keys(node);
        }
        try (var node = where.start(folder.resolve("new"))) {
            assertThat(restore(node, backup, keys)).isEqualTo(new Restoration.Restored(2, 4, 0));

            assertThat(left).isEmpty();
            var after = links(node, ROOM);
            assertThat(after).hasSize(4);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).bytes()).isEqualTo(before.get(i).bytes());
            }
            assertThat(after.getLast().open(now(node.keys.find(ROOM))))
                    .isEqualTo(new RoomEvent.Restored(ArchiveNode.NOW, "operator"));
            var moment = now(node.history.at(ROOM, When.NOW));
            assertThat(moment.doc().text("text")).hasToString("one two three");
            assertThat(moment.place().generation()).isEqualTo(1);
            assertThat(now(node.verification.one(ROOM, null)).faults()).isEmpty();

            assertThat(restore(node, backup, keys))
                    .as("whoever does it again has nothing to do")
                    .isEqualTo(new Restoration.Restored(0, 0, 2));
            assertThat(left).isEmpty();
            assertThat(links(node, ROOM)).hasSize(4);
        }
    }

    @Test
    void a_backup_holds_no_key_and_no_contents() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("old"))) {
            node.write(ROOM, "nobody may read this");
            var secret = now(node.keys.find(ROOM)).keys().getFirst().secret();
            var backup = backup(node, new Backup.Copied(1, 1));

            assertThat(contains(backup, secret)).isFalse();
            assertThat(contains(backup, "nobody".getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
            assertThat(contains(keys(node), secret)).isTrue();
        }
    }

    @Test
    void a_room_without_its_keys_stays_in_the_backup_and_the_others_come() throws Exception {
        byte[] backup;
        byte[] keys;
        try (var node = new ArchiveNode(folder.resolve("old"))) {
            node.write(ROOM, "one");
            keys = keys(node);
            node.write(OTHER, "a");
            backup = backup(node, new Backup.Copied(2, 2));
        }
        try (var node = new ArchiveNode(folder.resolve("new"))) {
            assertThat(restore(node, backup, keys).rooms()).isEqualTo(1);

            assertThat(left).containsExactly("other: its keys are missing");
            assertThat(links(node, OTHER)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_room_whose_keys_are_there_needs_no_others_and_goes_on_with_one_of_its_own(Where where) throws Exception {
        byte[] backup;
        List<KeyRecord> records;
        try (var node = where.start(folder.resolve("old"))) {
            node.write(ROOM, "one");
            backup = backup(node, new Backup.Copied(1, 1));
            records = now(node.keys.records(ROOM));
        }
        try (var node = where.start(folder.resolve("new"))) {
            now(node.keys.add(ROOM, records));
            var none = new ByteArrayOutputStream();
            try (var other = new ArchiveNode(folder.resolve("empty"))) {
                KeyCopy.write(other.keys, none);
            }

            assertThat(restore(node, backup, none.toByteArray()).rooms()).isEqualTo(1);

            assertThat(now(node.keys.records(ROOM)))
                    .extracting(KeyRecord::number)
                    .containsExactly(1L, 2L);
            assertThat(now(node.history.at(ROOM, When.NOW)).doc().text("text")).hasToString("one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_room_that_was_erased_does_not_come_back_to_life(Where where) throws Exception {
        try (var node = where.start(folder.resolve("data"))) {
            node.write(ROOM, "one");
            var backup = backup(node, new Backup.Copied(1, 1));
            var keys = keys(node);
            var renewed = now(node.keys.renew(ROOM)).keys().getLast();
            now(node.keys.destroy(ROOM, renewed.number()));

            assertThat(restore(node, backup, keys).rooms()).isZero();

            assertThat(left).containsExactly("team/Zoë: it was erased, and its keys were destroyed");
        }
    }

    @Test
    void a_room_that_is_there_stays_as_it_is() throws Exception {
        try (var node = new ArchiveNode(folder.resolve("data"))) {
            node.write(ROOM, "one", "two");
            var backup = backup(node, new Backup.Copied(1, 2));

            assertThat(restore(node, backup, keys(node)).rooms()).isZero();

            assertThat(left).containsExactly("team/Zoë: it is there already");
            assertThat(links(node, ROOM)).hasSize(2);
        }
    }

    @Test
    void a_damaged_room_is_copied_as_it_is_and_comes_back_as_far_as_it_is_whole() throws Exception {
        byte[] backup;
        byte[] keys;
        try (var node = new ArchiveNode(folder.resolve("old"))) {
            var ring = now(node.keys.obtain(ROOM));
            var events = ArchiveNode.eventsOf(ROOM, ring, "a", "b", "c", "d");
            var strange = Link.stored(new byte[] {9, 9});
            node.intake.store(
                    JournalId.of(ROOM),
                    List.of(
                            new Filed(1, events.get(0)),
                            new Filed(2, events.get(1)),
                            new Filed(3, strange),
                            new Filed(4, events.get(3))));
            backup = backup(node, new Backup.Copied(1, 4));
            keys = keys(node);
        }
        assertThat(damages).singleElement().asString().startsWith("team/Zoë: what follows event 2 cannot be read");
        try (var node = new ArchiveNode(folder.resolve("new"))) {
            assertThat(restore(node, backup, keys)).isEqualTo(new Restoration.Restored(1, 2, 0));

            assertThat(left)
                    .singleElement()
                    .asString()
                    .startsWith("team/Zoë: only what is whole was brought back: what follows event 2 cannot be read");
            var moment = now(node.history.at(ROOM, When.NOW));
            assertThat(moment.doc().text("text")).hasToString("ab");
            assertThat(moment.damage()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_restoration_that_was_interrupted_goes_on_when_it_is_done_again(Where where) throws Exception {
        byte[] backup;
        byte[] keys;
        try (var node = where.start(folder.resolve("old"))) {
            node.write(ROOM, Collections.nCopies(2_100, "w").toArray(String[]::new));
            node.write(OTHER, "a");
            backup = backup(node, new Backup.Copied(2, 2_101));
            keys = keys(node);
        }
        for (int parts = 0; parts < 4; parts++) {
            try (var node = where.start(folder.resolve("new" + parts))) {
                var breaking = new Arrival(node.system, node.journal, new BreakingIntake(node.intake, parts));
                assertThat(restore(node, breaking, backup, keys).rooms()).isEqualTo(1);
                assertThat(left).singleElement().asString().endsWith("it could not be written: no space left");
                left.clear();

                var again = restore(node, backup, keys);

                assertThat(left).isEmpty();
                assertThat(again.rooms() + again.before()).isEqualTo(2);
                for (var room : List.of(ROOM, OTHER)) {
                    assertThat(now(node.verification.one(room, null)).faults()).isEmpty();
                    assertThat(now(node.history.at(room, When.NOW)).place().generation())
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void a_backup_that_was_cut_or_changed_anywhere_is_refused_and_nothing_is_written() throws Exception {
        byte[] backup;
        byte[] keys;
        try (var node = new ArchiveNode(folder.resolve("old"))) {
            node.write(ROOM, "one", "two");
            node.write(OTHER, "a");
            backup = backup(node, new Backup.Copied(2, 3));
            keys = keys(node);
        }
        try (var node = new ArchiveNode(folder.resolve("new"))) {
            for (int at = 0; at < backup.length; at++) {
                var cut = Arrays.copyOf(backup, at);
                var flipped = backup.clone();
                flipped[at] ^= 1;
                for (var broken : List.of(cut, flipped)) {
                    assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> restore(node, broken, keys));
                }
            }
            assertThat(links(node, ROOM)).isEmpty();
            assertThat(links(node, OTHER)).isEmpty();
        }
    }

    @Test
    void keys_that_were_changed_anywhere_are_refused() throws Exception {
        byte[] keys;
        try (var node = new ArchiveNode(folder.resolve("old"))) {
            node.write(ROOM, "one");
            keys = keys(node);
        }
        for (int at = 0; at < keys.length; at++) {
            var flipped = keys.clone();
            flipped[at] ^= 1;

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> KeyCopy.read(new ByteArrayInputStream(flipped)));
        }
    }

    private byte[] backup(ArchiveNode node, Backup.Copied expected) throws IOException {
        var out = new ByteArrayOutputStream();
        var backup = new Backup(node.system, node.journal, node.arrival, node.keys);
        assertThat(backup.write(out, (room, damage) -> damages.add(room + ": " + damage)))
                .isEqualTo(expected);
        return out.toByteArray();
    }

    private static byte[] keys(ArchiveNode node) throws IOException {
        var out = new ByteArrayOutputStream();
        KeyCopy.write(node.keys, out);
        return out.toByteArray();
    }

    private Restoration.Restored restore(ArchiveNode node, byte[] backup, byte[] keys)
            throws IOException, MalformedInput {
        return restore(node, node.arrival, backup, keys);
    }

    private Restoration.Restored restore(ArchiveNode node, Arrival arrival, byte[] backup, byte[] keys)
            throws IOException, MalformedInput {
        return new Restoration(arrival, node.keys, InstantSource.fixed(ArchiveNode.NOW))
                .restore(
                        () -> new ByteArrayInputStream(backup),
                        KeyCopy.read(new ByteArrayInputStream(keys)),
                        "operator",
                        (room, why) -> left.add(room + ": " + why));
    }

    private static List<Link> links(ArchiveNode node, RoomName room) throws Exception {
        return now(node.history.links(room, 1, Long.MAX_VALUE).runWith(Sink.seq(), node.system));
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
