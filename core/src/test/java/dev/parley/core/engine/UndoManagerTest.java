package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.UndoEvent.Added;
import dev.parley.core.engine.UndoEvent.Cleared;
import dev.parley.core.engine.UndoEvent.Popped;
import dev.parley.core.engine.UndoEvent.Updated;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.SharedMap;
import dev.parley.core.engine.type.SharedText;
import dev.parley.core.engine.type.SharedType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is expected of events and stacks was seen in Yjs. */
class UndoManagerTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.EPOCH);

    private final Doc doc = Doc.withClientId(1);
    private final SharedText text = doc.text("t");
    private final SharedMap map = doc.map("m");

    /** Each change is a step. */
    private static UndoOptions tracking(@Nullable Object... origins) {
        return new UndoOptions(new HashSet<>(Arrays.asList(origins)), Duration.ZERO, false, NOON);
    }

    private void type(@Nullable Object origin, String letters) {
        doc.transact(origin, transaction -> text.insert(text.length(), letters));
    }

    @Nested
    class An_origin_that_is_tracked {
        @Test
        void may_be_none_at_all() throws MalformedInput {
            var undo = new UndoManager(List.of(text), tracking((Object) null));
            var other = Doc.withClientId(2);
            other.text("t").insert(0, "far ");

            text.insert(0, "near");
            doc.apply(other.encode(UpdateFormat.V1), UpdateFormat.V1, "network");
            assertThat(undo.undoSize()).isEqualTo(1);

            assertThat(undo.undo()).isTrue();
            assertThat(text).hasToString("far ");
        }

        @Test
        void may_be_none_of_an_update_from_elsewhere_too() throws MalformedInput {
            var undo = new UndoManager(List.of(text), UndoOptions.of(null, NOON));
            var other = Doc.withClientId(2);
            other.text("t").insert(0, "far ");

            doc.apply(other.encode(UpdateFormat.V1));

            assertThat(undo.undoSize()).isEqualTo(1);
        }

        @Test
        void is_not_none_unless_that_was_said() {
            var undo = new UndoManager(List.of(text), tracking("me"));

            text.insert(0, "abc");

            assertThat(undo.undoSize()).isZero();
        }

        @Test
        void may_be_of_a_class() {
            var undo = new UndoManager(List.of(text), tracking(String.class));

            type("me", "a");
            type(7, "b");

            assertThat(undo.undoSize()).isEqualTo(1);
            assertThat(undo.undo()).isTrue();
            assertThat(text).hasToString("b");
        }
    }

    @Nested
    class A_whole_document {
        private final UndoManager undo = new UndoManager(doc, tracking("me"));

        @Test
        void is_watched_with_what_comes_to_be_in_it() {
            type("me", "abc");
            doc.transact("me", transaction -> doc.array("later").add(Any.of(1)));
            doc.transact("somebody", transaction -> map.set("kept", Any.TRUE));

            assertThat(undo.undo()).isTrue();
            assertThat(doc.array("later").isEmpty()).isTrue();
            assertThat(undo.undo()).isTrue();
            assertThat(text).hasToString("");
            assertThat(undo.undo()).isFalse();
            assertThat(map.get("kept")).isEqualTo(Any.TRUE);

            assertThat(undo.redo()).isTrue();
            assertThat(undo.redo()).isTrue();
            assertThat(text).hasToString("abc");
            assertThat(doc.array("later").asList()).containsExactly(Any.of(1));
        }

        @Test
        void keeps_what_was_deleted_in_it() {
            text.insert(0, "abc");
            doc.transact("me", transaction -> text.delete(0, 2));

            assertThat(undo.undo()).isTrue();
            assertThat(text).hasToString("abc");
        }

        @Test
        void has_no_step_where_nothing_changed() {
            type("me", "a");
            undo.undo();

            doc.transact("me", transaction -> text.length());

            assertThat(undo.undoSize()).isZero();
            assertThat(undo.redoSize()).isEqualTo(1);
        }

        @Test
        void is_clear_once_it_was_cleared() {
            var all = new UndoManager(doc, tracking((Object) null));
            text.insert(0, "a");

            all.clear();

            assertThat(all.undoSize()).isZero();
        }
    }

    @Nested
    class Steps_are_told {
        private final List<UndoEvent> heard = new ArrayList<>();

        private UndoManager listening(UndoManager undo) {
            undo.observe(heard::add);
            return undo;
        }

        @Test
        void as_they_are_added_grow_are_taken_back_and_forgotten() {
            var undo = listening(new UndoManager(List.of(text), UndoOptions.of("me", NOON)));
            var changed = Set.<SharedType>of(text);

            type("me", "a");
            type("me", "b");
            var first = ((Added) heard.getFirst()).step();
            assertThat(heard)
                    .containsExactly(
                            new Added(UndoEvent.Stack.UNDO, first, changed, "me"),
                            new Updated(UndoEvent.Stack.UNDO, first, changed, "me"));

            heard.clear();
            undo.undo();
            var back = ((Added) heard.getFirst()).step();
            assertThat(heard)
                    .containsExactly(
                            new Added(UndoEvent.Stack.REDO, back, changed, undo),
                            new Popped(UndoEvent.Stack.UNDO, first, changed));

            heard.clear();
            undo.redo();
            var again = ((Added) heard.getFirst()).step();
            assertThat(heard)
                    .containsExactly(
                            new Added(UndoEvent.Stack.UNDO, again, changed, undo),
                            new Popped(UndoEvent.Stack.REDO, back, changed));

            undo.undo();
            heard.clear();
            type("me", "c");
            var other = ((Added) heard.getLast()).step();
            assertThat(heard)
                    .containsExactly(new Cleared(false, true), new Added(UndoEvent.Stack.UNDO, other, changed, "me"));

            heard.clear();
            undo.clear();
            undo.clear();
            assertThat(heard).containsExactly(new Cleared(true, true));
        }

        @Test
        void with_what_changed_and_all_that_it_lies_in() {
            var inner = map.set("list", Draft.array());
            listening(new UndoManager(List.of(map), tracking("me")));

            doc.transact("me", transaction -> inner.add(Any.of(1)));

            assertThat(heard)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Added.class, added -> assertThat(added.changed()).containsExactly(inner, map));
        }

        @Test
        void with_what_was_noted_on_them() {
            var undo = listening(new UndoManager(List.of(text), tracking("me")));
            undo.observe(event -> {
                if (event instanceof Added added) {
                    added.step().notes().put("cursor", text.length());
                }
            });

            type("me", "abc");
            undo.undo();

            assertThat(heard.getLast())
                    .isInstanceOfSatisfying(
                            Popped.class,
                            popped -> assertThat(popped.step().notes()).containsEntry("cursor", 3));
        }

        @Test
        void only_if_they_had_an_effect() {
            var undo = listening(new UndoManager(List.of(text), tracking("me")));
            type("me", "a");
            type("me", "b");
            doc.transact("somebody", transaction -> text.delete(1, 1));
            heard.clear();

            assertThat(undo.undo()).isTrue();

            assertThat(text).hasToString("");
            assertThat(heard).hasSize(2);
            assertThat(undo.undo()).isFalse();
            assertThat(heard).hasSize(2);
        }

        @Test
        void to_all_though_one_fails() {
            var undo = new UndoManager(List.of(text), tracking("me"));
            undo.observe(event -> {
                throw new IllegalStateException("first");
            });
            undo.observe(event -> {
                throw new IllegalStateException("second");
            });
            listening(undo);

            assertThatThrownBy(() -> type("me", "a"))
                    .hasMessage("first")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(heard).hasSize(1);
            assertThat(undo.undoSize()).isEqualTo(1);
        }

        @Test
        void no_more_once_nobody_wants_to_hear() {
            var undo = new UndoManager(List.of(text), tracking("me"));
            undo.observe(heard::add).close();

            type("me", "a");

            assertThat(heard).isEmpty();
            assertThat(undo.undoSize()).isEqualTo(1);
        }
    }

    /** So does Yjs: while something is taken back, all that is tracked becomes a step of the other stack. */
    @Test
    void what_an_observer_writes_while_a_step_is_taken_back_can_be_done_again() {
        var undo = new UndoManager(List.of(text, map), tracking("me"));
        text.observe(event -> {
            if (text.isEmpty()) {
                doc.transact("me", transaction -> map.set("n", Any.of(0)));
            }
        });

        type("me", "abc");
        undo.undo();

        assertThat(undo.undoSize()).isZero();
        assertThat(undo.redoSize()).isEqualTo(2);
    }

    @Test
    void steps_are_not_captured_for_a_negative_time() {
        assertThatThrownBy(() -> new UndoOptions(Set.of("me"), Duration.ofMillis(-1), false, NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
