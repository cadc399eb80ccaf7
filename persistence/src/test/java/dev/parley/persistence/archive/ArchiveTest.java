package dev.parley.persistence.archive;

import static dev.parley.persistence.archive.ArchiveNode.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.history.Entry;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.history.When;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    private static final RoomName ROOM = new RoomName("team/Zoë");
    private static final RoomName COPY = new RoomName("copy");

    @TempDir
    private Path folder;

    private Path file;
    private ArchiveNode node;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("room.parley");
        node = new ArchiveNode(folder.resolve("data"));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Nested
    class A_room_that_went_out_and_in_again {

        @BeforeEach
        void export() throws Exception {
            node.write(ROOM, "one ", "two ", "three");
            Files.write(file, written(ROOM));
        }

        @Test
        void has_the_same_document_and_the_same_bytes_of_each_event() throws Exception {
            node.archive.read(COPY, file, "eve");

            assertThat(now(node.history.at(COPY, When.NOW)).doc().text("text")).hasToString("one two three");
            var before = linksOf(ROOM);
            var after = linksOf(COPY);
            assertThat(after).hasSize(before.size() + 1);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).bytes()).isEqualTo(before.get(i).bytes());
            }
        }

        @Test
        void says_that_it_was_imported_and_is_a_new_generation() throws Exception {
            var taken = node.archive.read(COPY, file, "eve");

            assertThat(taken).isEqualTo(new Archive.Taken(ROOM, 3));
            var last = entriesOf(COPY).getLast();
            assertThat(last.frame().generation()).isEqualTo(1);
            assertThat(last.event()).isInstanceOfSatisfying(RoomEvent.Imported.class, imported -> {
                assertThat(imported.author()).isEqualTo("eve");
                assertThat(imported.room()).isEqualTo(ROOM.value());
                assertThat(imported.time()).isEqualTo(ArchiveNode.NOW);
                assertThat(imported.hash()).isEqualTo(last.frame().previous());
            });
        }

        @Test
        void is_whole() throws Exception {
            node.archive.read(COPY, file, "eve");

            assertThat(now(node.verification.one(COPY, null)).faults()).isEmpty();
        }

        @Test
        void can_go_out_once_more() throws Exception {
            node.archive.read(COPY, file, "eve");
            var again = folder.resolve("again.parley");
            Files.write(again, written(COPY));

            node.archive.read(new RoomName("copy of a copy"), again, "eve");

            assertThat(linksOf(new RoomName("copy of a copy"))).hasSize(5);
        }

        @Test
        void is_not_taken_in_over_a_room_that_is_there() {
            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(ROOM, file, "eve"))
                    .withMessage("The room 'team/Zoë' is there already; import into another name");
        }

        @Test
        void is_not_taken_in_from_a_file_that_was_cut_anywhere_and_nothing_is_written() throws Exception {
            var whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));

                assertThatExceptionOfType(Archive.Impossible.class)
                        .isThrownBy(() -> node.archive.read(COPY, file, "eve"));
            }
            assertThat(linksOf(COPY)).isEmpty();
            assertThat(now(node.keys.find(COPY)).keys()).isEmpty();
        }

        @Test
        void is_not_taken_in_from_a_file_that_lacks_the_last_event() throws Exception {
            var cut = new ByteArrayOutputStream();
            var out = new DataOutputStream(cut);
            try (var in = new DataInputStream(Files.newInputStream(file))) {
                out.write(in.readNBytes(Section.MAGIC.length));
                for (int part = 0; part < 5; part++) {
                    var section = Section.read(in);
                    if (part != 3) {
                        section.write(out);
                    }
                }
            }
            Files.write(file, cut.toByteArray());

            assertThatExceptionOfType(Archive.Impossible.class)
                    .isThrownBy(() -> node.archive.read(COPY, file, "eve"))
                    .withMessageEndingWith("lacks the end of the history");
        }

        @Test
        void is_not_taken_in_from_a_file_with_a_flipped_bit() throws Exception {
            var whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at++) {
                var flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);

                assertThatExceptionOfType(Archive.Impossible.class)
                        .isThrownBy(() -> node.archive.read(COPY, file, "eve"));
            }
        }
    }

    @Test
    void a_room_without_a_history_does_not_go_out() {
        assertThatExceptionOfType(Archive.Impossible.class)
                .isThrownBy(() -> written(ROOM))
                .withMessage("The room 'team/Zoë' has no history");
    }

    @Test
    void a_room_that_lost_its_end_goes_out_with_a_warning() throws Exception {
        node.write(ROOM, "one");
        var known = node.journal;
        var losing = new Journal(known.ids(), known.events(), id -> 3, known.checkpoints(), known.pruning());
        var history = new History(node.system, losing, node.keys);
        var archive = new Archive(node.system, history, node.arrival, node.keys, InstantSource.fixed(ArchiveNode.NOW));

        var exported = archive.write(ROOM, OutputStream.nullOutputStream());

        assertThat(exported.damage()).isEqualTo("events 2 to 3, which were acknowledged, are missing");
    }

    @Nested
    class A_verification {

        @Test
        void says_of_each_room_where_its_chain_stands() throws Exception {
            var one = node.write(ROOM, "a", "b");
            var other = node.write(COPY, "c");

            var verdicts = now(node.verification.all(Map.of()).runWith(Sink.seq(), node.system));

            assertThat(verdicts)
                    .containsExactlyInAnyOrder(
                            new Verification.Verdict(ROOM, one.head(), List.of()),
                            new Verification.Verdict(COPY, other.head(), List.of()));
        }

        @Test
        void finds_an_event_that_was_exchanged() throws Exception {
            var links = ArchiveNode.eventsOf(ROOM, now(node.keys.obtain(ROOM)), "a", "b", "c");
            var others = ArchiveNode.eventsOf(ROOM, now(node.keys.obtain(ROOM)), "x", "y", "z");
            node.store(ROOM, List.of(links.get(0), others.get(1), links.get(2)));

            var verdict = now(node.verification.one(ROOM, null));

            assertThat(verdict.faults()).containsExactly("event 2 is not tied to event 1 that is here");
            assertThat(verdict.head().sequence()).isEqualTo(1);
        }

        @Test
        void finds_a_past_that_was_rewritten_since_a_head_was_published() throws Exception {
            var ring = now(node.keys.obtain(ROOM));
            var published =
                    node.store(ROOM, ArchiveNode.eventsOf(ROOM, ring, "a", "b")).head();
            var rewritten = new RoomName("rewritten");
            node.write(rewritten, "x", "b", "c");

            assertThat(now(node.verification.one(ROOM, published)).faults()).isEmpty();
            assertThat(now(node.verification.one(rewritten, published)).faults())
                    .containsExactly("event 2 is not the one that was published");
        }

        @Test
        void misses_what_was_published_and_is_gone() throws Exception {
            var published = node.write(ROOM, "a", "b", "c").head();
            node.write(COPY, "a");

            assertThat(now(node.verification.one(COPY, published)).faults())
                    .containsExactly("event 3, which was published, is not here");
            var verdicts = now(node.verification
                    .all(Map.of(ROOM, published, new RoomName("gone"), published))
                    .runWith(Sink.seq(), node.system));
            assertThat(verdicts)
                    .filteredOn(verdict -> !verdict.faults().isEmpty())
                    .extracting(verdict -> verdict.room() + ": " + verdict.faults())
                    .containsExactly("gone: [it was published and is not here]");
        }

        @Test
        void takes_lost_keys_for_damage() throws Exception {
            node.write(ROOM, "a", "b");
            now(node.keys.destroy(ROOM, ContentKey.MAX_NUMBER));

            assertThat(now(node.verification.one(ROOM, null)).faults())
                    .containsExactly("event 1 cannot be read: sealed with key 1, which is not here any more");
        }

        @Test
        void finds_an_erased_room_whole_though_its_past_is_still_there_without_its_key() throws Exception {
            var place = node.writeAndErase(ROOM, "a", "b");
            now(node.keys.destroy(ROOM, 2));
            var published = new Head(2, linksOf(ROOM).getLast().frame().previous());

            assertThat(now(node.verification.one(ROOM, published)))
                    .isEqualTo(new Verification.Verdict(ROOM, place.head(), List.of()));
        }
    }

    private byte[] written(RoomName room) throws Exception {
        var out = new ByteArrayOutputStream();
        assertThat(node.archive.write(room, out).damage()).isNull();
        return out.toByteArray();
    }

    private List<Link> linksOf(RoomName room) throws Exception {
        return now(node.history.links(room, 1, Long.MAX_VALUE).runWith(Sink.seq(), node.system));
    }

    private List<Entry> entriesOf(RoomName room) throws Exception {
        return now(node.history.range(room, 1, Long.MAX_VALUE).runWith(Sink.seq(), node.system));
    }
}
