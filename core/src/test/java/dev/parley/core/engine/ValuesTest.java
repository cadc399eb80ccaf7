package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Delta;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.type.Event;
import dev.parley.core.engine.type.KeyChange;
import dev.parley.core.engine.type.ListChange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the engine takes and gives doesn't change in anybody's hands. */
class ValuesTest {
    @Nested
    class Does_not_change_with_what_it_was_made_of {
        @Test
        void a_draft() {
            var delta = new ArrayList<>(List.of(Delta.insert("a")));
            var items = new ArrayList<>(List.of(Any.of(1)));
            var entries = new HashMap<>(Map.of("a", Any.of(1)));
            var text = new Draft.Text(delta);
            var marked = new Draft.MarkedText(delta);
            var array = new Draft.Array(items);
            var fragment = new Draft.Fragment(items);
            var map = new Draft.Entries(entries);
            var hook = new Draft.Hook("h", entries);
            var element = new Draft.Element("p", entries, items);

            delta.clear();
            items.clear();
            entries.clear();

            assertThat(text.delta()).hasSize(1);
            assertThat(marked.delta()).hasSize(1);
            assertThat(array.items()).hasSize(1);
            assertThat(fragment.children()).hasSize(1);
            assertThat(map.entries()).hasSize(1);
            assertThat(hook.entries()).hasSize(1);
            assertThat(element.attributes()).hasSize(1);
            assertThat(element.children()).hasSize(1);
        }

        @Test
        void a_draft_whose_entries_keep_their_order() {
            var entries = new LinkedHashMap<String, Any>();
            for (var key : List.of("z", "y", "x", "c", "b", "a")) {
                entries.put(key, Any.TRUE);
            }

            assertThat(new Draft.Entries(entries).entries().keySet()).containsExactlyElementsOf(entries.keySet());
        }

        @Test
        void an_event() {
            var doc = Doc.withClientId(1);
            var path = new ArrayList<Object>(List.of("a"));
            var delta = new ArrayList<>(List.of(Delta.retain(1)));
            var list = new ArrayList<ListChange>(List.of(new ListChange.Retain(1)));
            var keys = new HashMap<>(Map.of("a", new KeyChange(KeyChange.Action.ADD, null)));
            var told = new ArrayList<Event>();
            doc.transact(transaction -> told.add(new Event(transaction, doc.map("m"), path, delta, list, keys)));

            path.clear();
            delta.clear();
            list.clear();
            keys.clear();

            assertThat(told).singleElement().satisfies(event -> {
                assertThat(event.path()).hasSize(1);
                assertThat(event.delta()).hasSize(1);
                assertThat(event.list()).hasSize(1);
                assertThat(event.keys()).hasSize(1);
            });
        }

        @Test
        void what_waits() {
            var missing = new HashMap<>(Map.of(1L, 2L));
            var bytes = new byte[] {1};
            var pending = new Pending(missing, bytes, bytes);
            var same = new Pending(Map.of(1L, 2L), new byte[] {1}, new byte[] {1});

            missing.clear();
            bytes[0] = 2;
            pending.structs()[0] = 3;
            pending.deletions()[0] = 3;

            assertThat(pending).isEqualTo(same).hasSameHashCodeAs(same);
            assertThat(pending).hasToString("Pending[missing={1=2}, 1 bytes of structs, 1 bytes of deletions]");
        }

        @Test
        void what_can_be_undone() {
            var origins = new HashSet<Object>(Set.of("me"));
            var options = new UndoOptions(origins, Duration.ZERO, false, InstantSource.system());

            origins.clear();

            assertThat(options.trackedOrigins()).hasSize(1);
        }
    }

    @Test
    void lengths_are_not_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Delta.retain(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Delta.delete(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListChange.Retain(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListChange.Delete(-1));
        assertThat(Delta.retain(0)).isEqualTo(new Delta.Retain(0, Map.of()));
        assertThat(Delta.delete(0)).isEqualTo(new Delta.Delete(0));
    }

    @Test
    void clients_and_clocks_are_within_53_bits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Id(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Id(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Id(1L << 53, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Id(0, 1L << 53));
        assertThat(new Id((1L << 53) - 1, 0)).isEqualTo(new Id((1L << 53) - 1, 0));
    }

    @Test
    void a_type_that_is_in_a_document_cannot_be_put_into_a_text() {
        var doc = Doc.withClientId(1);
        doc.text("from").embed(0, Draft.text("inner"), Map.of());
        var read = doc.text("from").delta();

        assertThatIllegalArgumentException().isThrownBy(() -> doc.text("to").apply(read));
        assertThat(doc.text("to").length()).isZero();
    }
}
