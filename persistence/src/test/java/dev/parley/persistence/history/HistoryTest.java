package dev.parley.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.XmlElement;
import dev.parley.core.engine.type.XmlText;
import dev.parley.core.event.Change;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.history.Difference.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final ActorSystem SYSTEM = ActorSystem.create("HistoryTest", ConfigFactory.load());

    private final TestPast past = new TestPast();
    private final History history = new History(SYSTEM, past.journal(), past);

    @AfterAll
    static void shutDown() {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().join();
    }

    @Nested
    class A_moment {

        @Test
        void of_a_room_that_nobody_wrote_to_is_empty() throws Exception {
            var moment = now(history.at(new RoomName("nowhere"), When.NOW));

            assertThat(moment.place().head().sequence()).isZero();
            assertThat(moment.doc().rootNames()).isEmpty();
            assertThat(moment.damage()).isNull();
        }

        @Test
        void is_after_an_event() throws Exception {
            letters(5);

            assertThat(textAt(new When.After(0))).isEmpty();
            assertThat(textAt(new When.After(1))).isEqualTo("a");
            assertThat(textAt(new When.After(3))).isEqualTo("abc");
            assertThat(textAt(new When.After(99))).isEqualTo("abcde");
            assertThat(textAt(When.NOW)).isEqualTo("abcde");
        }

        @Test
        void is_at_a_time() throws Exception {
            letters(5);

            assertThat(textAt(new When.At(TestPast.START.minusMillis(1)))).isEmpty();
            assertThat(textAt(new When.At(TestPast.START))).isEqualTo("a");
            assertThat(textAt(new When.At(TestPast.START.plusMillis(2_999)))).isEqualTo("abc");
            assertThat(textAt(new When.At(TestPast.START.plusSeconds(60)))).isEqualTo("abcde");
        }

        @Test
        void shows_what_was_deleted_later() throws Exception {
            past.by("ada", doc -> doc.text("text").insert(0, "secret"));
            past.by("ada", doc -> doc.text("text").delete(0, 6)).checkpoint();

            assertThat(textAt(new When.After(1))).isEqualTo("secret");
            assertThat(textAt(new When.After(2))).isEmpty();
        }

        @Test
        void is_read_from_the_nearest_checkpoint_before_it() throws Exception {
            letters(3);
            past.checkpoint();
            letters(3);
            past.checkpoint();
            letters(3);

            assertThat(textAt(new When.After(2))).isEqualTo("ab");
            assertThat(textAt(new When.After(4))).isEqualTo("abca");
            assertThat(textAt(new When.After(6))).isEqualTo("abcabc");
            assertThat(textAt(new When.At(TestPast.START.plusMillis(4_500)))).isEqualTo("abcab");
            assertThat(past.loaded()).containsExactly(3L, 6L, 6L, 3L);
        }

        @Test
        void at_a_time_is_found_by_a_look_at_few_of_many_checkpoints() throws Exception {
            for (int i = 0; i < 64; i++) {
                letters(1);
                past.checkpoint();
            }

            assertThat(textAt(new When.At(TestPast.START.plusSeconds(9)))).isEqualTo("a".repeat(10));
            // The newest, and then half of the rest each time.
            assertThat(past.loaded()).hasSizeBetween(2, 7).contains(64L, 10L).doesNotHaveDuplicates();
        }

        @Test
        void at_a_time_is_read_without_checkpoints_that_are_bad() throws Exception {
            letters(3);
            past.checkpoint();
            letters(3);
            past.checkpoint();
            letters(1);
            past.checkpoint();
            past.breakCheckpoint(3);
            past.breakCheckpoint(6);

            assertThat(textAt(new When.At(TestPast.START.plusSeconds(5)))).isEqualTo("abcabc");
        }

        @Test
        void is_read_on_threads_of_its_own() throws Exception {
            letters(3);
            past.checkpoint();
            letters(3);

            assertThat(textAt(When.NOW)).isEqualTo("abcabc");
            assertThat(all(history.between(TestPast.ROOM, new When.After(1), When.NOW)))
                    .hasSize(5);

            assertThat(past.threads()).isNotEmpty().allMatch(name -> name.contains("parley.history.dispatcher"));
        }

        @Test
        void is_read_without_a_checkpoint_that_is_bad() throws Exception {
            letters(3);
            past.checkpoint();
            letters(3);
            past.checkpoint();
            past.breakCheckpoint(6);

            assertThat(textAt(When.NOW)).isEqualTo("abcabc");
            assertThat(past.loaded()).containsExactly(6L, 3L);
        }

        @Test
        void after_damage_is_what_was_whole_and_says_so() throws Exception {
            letters(5);
            past.breakEvent(4);

            var moment = now(history.at(TestPast.ROOM, When.NOW));

            assertThat(moment.doc().text("text")).hasToString("abc");
            assertThat(moment.damage()).startsWith("event 4 cannot be read: ");
        }
    }

    @Nested
    class A_range {

        @Test
        void has_the_events_in_their_order() throws Exception {
            letters(5);

            var entries = all(history.range(TestPast.ROOM, 2, 4));

            assertThat(entries).extracting(entry -> entry.frame().sequence()).containsExactly(2L, 3L, 4L);
            assertThat(entries).extracting(entry -> entry.frame().kind()).containsOnly("applied");
            assertThat(entries).extracting(HistoryTest::authorOf).containsExactly("ben", "ada", "ben");
            assertThat(entries.get(0).hash()).isEqualTo(entries.get(1).frame().previous());
        }
    }

    @Nested
    class A_range_that_is_judged {

        @Test
        void is_judged_from_wherever_it_begins() throws Exception {
            letters(5);

            assertThat(sequences(1, 99)).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(sequences(3, 4)).containsExactly(3L, 4L);
            assertThat(sequences(6, 99)).isEmpty();
            assertThat(sequences(99, 100)).isEmpty();
        }

        @Test
        void ends_where_it_is_not_tied_together_any_more() {
            letters(5);
            past.breakEvent(3);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> sequences(1, 5))
                    .havingCause()
                    .isInstanceOf(Damaged.class)
                    .withMessageStartingWith("what follows event 2 cannot be read");
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> sequences(4, 5));
        }

        @Test
        void is_whole_if_the_damage_lies_beyond() throws Exception {
            letters(5);
            past.breakEvent(3);

            assertThat(sequences(1, 2)).containsExactly(1L, 2L);
            assertThat(sequences(5, 5)).containsExactly(5L);
        }

        private List<Long> sequences(long from, long to) throws Exception {
            return all(history.range(TestPast.ROOM, from, to)).stream()
                    .map(entry -> entry.frame().sequence())
                    .toList();
        }
    }

    @Nested
    class Between_two_moments {

        @Test
        void letters_come_and_go() throws Exception {
            letters(2);
            past.by("ben", doc -> doc.text("text").insert(1, "--"));
            past.by("ada", doc -> doc.text("text").delete(0, 2));
            past.by("ben", doc -> doc.text("text").format(0, 1, Map.of("bold", Any.TRUE)));

            var found = all(history.between(TestPast.ROOM, new When.After(2), When.NOW));

            assertThat(found).extracting(one -> one.frame().sequence()).containsExactly(3L, 4L, 5L);
            assertThat(found)
                    .extracting(one -> one.authors())
                    .containsExactly(List.of("ben"), List.of("ada"), List.of("ben"));
            assertThat(found).extracting(Difference::where).containsOnly(List.of("text"));
            assertThat(found)
                    .extracting(Difference::steps)
                    .containsExactly(
                            List.of(new Step.Inserted(1, new Any.Str("--"), Map.of())),
                            List.of(new Step.Deleted(0, 2)),
                            List.of(new Step.Formatted(0, 1, Map.of("bold", Any.TRUE))));
        }

        @Test
        void keys_are_set_and_removed_and_lists_grow_in_roots_that_were_not_there_at_first() throws Exception {
            past.by("ada", doc -> doc.map("map").set("title", Any.of("Minutes")));
            past.by("ada", doc -> doc.map("map").set("title", Any.of("Notes")));
            past.by("ada", doc -> doc.map("map").delete("title"));
            past.by("ben", doc -> doc.array("list").addAll(List.of(Any.of(1), Any.of("two"))));
            past.by("ben", doc -> doc.map("map").set("stays", Any.TRUE));

            var found = all(history.between(TestPast.ROOM, new When.After(0), When.NOW));

            assertThat(found)
                    .extracting(one -> one.where() + " " + one.steps())
                    .containsExactly(
                            "[map] " + List.of(new Step.Set("title", Any.of("Minutes"))),
                            "[map] " + List.of(new Step.Set("title", Any.of("Notes"))),
                            "[map] " + List.of(new Step.Removed("title")),
                            "[list] " + List.of(new Step.Inserted(0, Any.of(List.of(1, "two")), Map.of())),
                            "[map] " + List.of(new Step.Set("stays", Any.TRUE)));
        }

        @Test
        void what_came_and_went_is_told_although_nothing_is_left_of_it() throws Exception {
            past.by("ada", doc -> doc.text("text").insert(0, "secret"));
            past.by("ben", doc -> doc.text("text").delete(0, 6));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactly(
                            "[ada] [text] " + List.of(new Step.Inserted(0, new Any.Str("secret"), Map.of())),
                            "[ben] [text] " + List.of(new Step.Deleted(0, 6)));
        }

        @Test
        void a_text_comes_with_its_formats() throws Exception {
            past.by("ada", doc -> doc.text("text").insert(0, "loud", Map.of("bold", Any.TRUE)));
            past.by("ada", doc -> doc.text("text").insert(4, "er", Map.of("bold", Any.TRUE)));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactly(
                            "[ada] [text] "
                                    + List.of(new Step.Inserted(0, new Any.Str("loud"), Map.of("bold", Any.TRUE))),
                            "[ada] [text] "
                                    + List.of(new Step.Inserted(4, new Any.Str("er"), Map.of("bold", Any.TRUE))));
        }

        @Test
        void nodes_come_with_what_is_in_them_and_have_attributes() throws Exception {
            past.by("ada", doc -> {
                var paragraph = doc.xml("page").add(Draft.xmlElement("p"));
                paragraph.add(Draft.xmlText("one"));
            });
            past.by("ada", doc -> ((XmlElement) doc.xml("page").get(0)).setAttribute("id", Any.of("p1")));
            past.by(
                    "ada",
                    doc -> ((XmlText) ((XmlElement) doc.xml("page").get(0)).get(0)).setAttribute("lang", Any.of("en")));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactly(
                            "[ada] [page] " + List.of(new Step.Inserted(0, Any.of(List.of("<p>one</p>")), Map.of())),
                            "[ada] [page, 0] " + List.of(new Step.Set("id", Any.of("p1"))),
                            "[ada] [page, 0, 0] " + List.of(new Step.Set("lang", Any.of("en"))));
        }

        @Test
        void a_fork_begins_with_what_was_there_by_whoever_forked() throws Exception {
            var origin = Doc.withClientId(3);
            origin.text("text").insert(0, "Hello");
            origin.map("map").set("title", Any.of("Minutes"));
            past.event(new RoomEvent.Forked(past.time(), "cleo", "elsewhere", 12, origin.encode(UpdateFormat.V1)));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactlyInAnyOrder(
                            "[cleo] [] " + List.of(new Step.Forked("elsewhere", 12)),
                            "[cleo] [text] " + List.of(new Step.Inserted(0, new Any.Str("Hello"), Map.of())),
                            "[cleo] [map] " + List.of(new Step.Set("title", Any.of("Minutes"))));
        }

        @Test
        void an_import_and_a_restore_are_told_of_the_whole_room() throws Exception {
            letters(1);
            past.event(new RoomEvent.Imported(past.time(), "cleo", "elsewhere", new byte[32]));
            past.event(new RoomEvent.Restored(past.time(), "dora"));

            assertThat(told(new When.After(1), When.NOW))
                    .containsExactly(
                            "[cleo] [] " + List.of(new Step.Imported("elsewhere")),
                            "[dora] [] " + List.of(new Step.Restored()));
        }

        @Test
        void what_a_merged_past_brought_is_by_all_its_authors_together() throws Exception {
            letters(4);
            past.condense("ada", "ben");
            past.by("cleo", doc -> doc.text("text").insert(4, "!"));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactly(
                            "[ada, ben] [] " + List.of(new Step.Condensed()),
                            "[ada, ben] [text] " + List.of(new Step.Inserted(0, new Any.Str("abcd"), Map.of())),
                            "[cleo] [text] " + List.of(new Step.Inserted(4, new Any.Str("!"), Map.of())));
        }

        @Test
        void an_erasure_took_everything_and_what_came_later_began_with_nothing() throws Exception {
            letters(3);
            past.erase("dora");
            past.by("cleo", doc -> doc.text("text").insert(0, "new"));

            assertThat(told(new When.After(0), When.NOW))
                    .containsExactly(
                            "[dora] [] " + List.of(new Step.Erased()),
                            "[cleo] [text] " + List.of(new Step.Inserted(0, new Any.Str("new"), Map.of())));
        }

        @Test
        void what_lies_before_the_damage_is_told_and_then_the_damage() throws Exception {
            letters(2);
            past.event(new RoomEvent.Applied(
                    past.time(), List.of(new Change("eve", "c-eve", "test", past.time(), new byte[] {9, 9, 9}))));
            List<Difference> told = new ArrayList<>();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> now(history.between(TestPast.ROOM, new When.After(0), When.NOW)
                            .runForeach(told::add, SYSTEM)))
                    .havingCause()
                    .isInstanceOf(Damaged.class)
                    .withMessageStartingWith("event 3 cannot be read: ");
            assertThat(told).hasSize(2);
        }

        @Test
        void nothing_is_different_between_one_and_the_same() throws Exception {
            letters(3);

            assertThat(all(history.between(TestPast.ROOM, new When.After(2), new When.After(2))))
                    .isEmpty();
        }
    }

    @Nested
    class A_past_that_was_merged {

        @Test
        void cannot_be_listed_and_is_no_damage() {
            letters(3);
            past.condense("ada", "ben");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> all(history.range(TestPast.ROOM, 1, 2)))
                    .withCauseInstanceOf(Gone.class);
        }

        @Test
        void has_the_hash_that_the_chain_goes_on_with() throws Exception {
            letters(3);
            past.condense("ada", "ben");
            letters(1);

            var entries = all(history.range(TestPast.ROOM, 1, Long.MAX_VALUE));

            assertThat(entries.getLast().frame().previous())
                    .isEqualTo(entries.getFirst().hash());
        }
    }

    @Nested
    class An_erased_room_whose_past_has_not_gone_yet {

        @Test
        void is_empty_and_whole_though_nobody_has_the_key_of_that() throws Exception {
            past.lost(new RoomEvent.Restored(TestPast.START, "ada")).erased();

            var moment = now(history.at(TestPast.ROOM, When.NOW));

            assertThat(moment.damage()).isNull();
            assertThat(moment.place().head().sequence()).isEqualTo(2);
            assertThat(moment.doc().rootNames()).isEmpty();
        }

        @Test
        void is_listed_with_events_that_cannot_be_opened() throws Exception {
            past.lost(new RoomEvent.Restored(TestPast.START, "ada")).erased();

            var entries = now(history.range(TestPast.ROOM, 1, Long.MAX_VALUE).runWith(Sink.seq(), SYSTEM));

            assertThat(entries).hasSize(2);
            assertThat(entries.getFirst().event()).isNull();
            assertThat(entries.getLast().event()).isInstanceOf(RoomEvent.Erased.class);
        }

        @Test
        void is_damaged_by_a_key_that_was_lost_later() throws Exception {
            past.erased().lost(new RoomEvent.Restored(TestPast.START.plusSeconds(1), "ada"));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() ->
                            now(history.range(TestPast.ROOM, 1, Long.MAX_VALUE).runWith(Sink.seq(), SYSTEM)))
                    .withCauseInstanceOf(Damaged.class);
        }
    }

    private List<String> told(When from, When to) throws Exception {
        return all(history.between(TestPast.ROOM, from, to)).stream()
                .map(one -> one.authors() + " " + one.where() + " " + one.steps())
                .toList();
    }

    private static String authorOf(Entry entry) {
        return entry.event() instanceof RoomEvent.Applied applied
                ? applied.changes().getFirst().author()
                : "nobody";
    }

    private void letters(int count) {
        for (int i = 0; i < count; i++) {
            var letter = String.valueOf((char) ('a' + i));
            past.by(
                    i % 2 == 0 ? "ada" : "ben",
                    doc -> doc.text("text").insert(doc.text("text").length(), letter));
        }
    }

    private String textAt(When when) throws Exception {
        return now(history.at(TestPast.ROOM, when)).doc().text("text").toString();
    }

    private static <T> List<T> all(Source<T, ?> source) throws Exception {
        return now(source.runWith(Sink.seq(), SYSTEM));
    }

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
