package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Observers and listeners that use the document which calls them. */
class ReentrantUseTest {
    private final Doc doc = Doc.withClientId(1);
    private final List<String> heard = new ArrayList<>();

    /** Notes the length of the text in a map. */
    private void note() {
        doc.map("notes").set("length", Any.of(doc.text("text").length()));
    }

    private void assertOthersSeeTheSame(Emitted emitted) throws MalformedInput {
        var other = Doc.withClientId(2);
        for (int i = 0; i < emitted.size(); i++) {
            other.apply(emitted.v1(i));
        }
        assertThat(other.encode(V1)).isEqualTo(doc.encode(V1));
    }

    @Test
    void what_an_observer_writes_is_a_transaction_of_its_own_that_comes_next() throws MalformedInput {
        var emitted = Emitted.by(doc);
        doc.text("text").observe(event -> doc.transact("observer", inner -> note()));
        doc.onTransaction(transaction -> heard.add(String.valueOf(transaction.origin())));

        doc.transact("user", transaction -> doc.text("text").insert(0, "abc"));

        assertThat(heard).containsExactly("user", "observer");
        assertThat(emitted.size()).isEqualTo(2);
        assertThat(doc.map("notes").get("length")).isEqualTo(Any.of(3));
        assertOthersSeeTheSame(emitted);
    }

    @Test
    void what_a_listener_of_updates_writes_is_told_to_all_listeners() throws MalformedInput {
        doc.onUpdate(V1, (update, transaction) -> {
            if (doc.map("notes").size() == 0) {
                note();
            }
        });
        var emitted = Emitted.by(doc);

        doc.text("text").insert(0, "abc");

        assertThat(emitted.size()).isEqualTo(2);
        assertOthersSeeTheSame(emitted);
    }

    @Test
    void what_a_listener_of_transactions_writes_is_told_after_what_it_heard_of() throws MalformedInput {
        var emitted = Emitted.by(doc);
        doc.onTransaction(transaction -> {
            if (doc.map("notes").size() == 0) {
                note();
            }
        });

        doc.text("text").insert(0, "abc");

        assertThat(emitted.size()).isEqualTo(2);
        assertOthersSeeTheSame(emitted);
    }

    @Test
    void an_observer_that_answers_itself_ends_when_it_has_nothing_more_to_say() throws MalformedInput {
        var emitted = Emitted.by(doc);
        var text = doc.text("text");
        text.observe(event -> {
            if (text.length() < 100) {
                text.insert(text.length(), "x");
            }
        });

        text.insert(0, "x");

        assertThat(text.length()).isEqualTo(100);
        assertThat(emitted.size()).isEqualTo(100);
        assertOthersSeeTheSame(emitted);
    }

    @Test
    void an_observer_can_apply_an_update() throws MalformedInput {
        var other = Doc.withClientId(2);
        other.map("notes").set("from", Any.of("elsewhere"));
        doc.text("text").observe(event -> Pair.apply(doc, other.encode(V1)));

        doc.text("text").insert(0, "abc");

        assertThat(doc.map("notes").get("from")).isEqualTo(Any.of("elsewhere"));
    }

    @Test
    void an_observer_that_is_called_by_an_update_can_write() throws MalformedInput {
        var emitted = Emitted.by(doc);
        doc.text("text").observe(event -> note());

        doc.apply(Forged.by(5).in("text").text("abc").v1());

        assertThat(doc.map("notes").get("length")).isEqualTo(Any.of(3));
        assertThat(emitted.size()).isEqualTo(2);
        assertOthersSeeTheSame(emitted);
    }

    @Test
    void an_update_in_the_middle_of_a_transaction_is_refused() throws MalformedInput {
        var update = Forged.by(5).in("text").text("abc").v1();

        doc.transact(transaction -> {
            doc.text("text").insert(0, "x");
            assertThatThrownBy(() -> doc.apply(update)).isInstanceOf(IllegalStateException.class);
        });

        assertThat(doc.text("text")).hasToString("x");
        doc.apply(update);
        assertThat(doc.text("text").length()).isEqualTo(4);
    }

    @Test
    void a_transaction_in_a_transaction_is_part_of_it() {
        var emitted = Emitted.by(doc);

        doc.transact("outer", outer -> {
            doc.text("text").insert(0, "abc");
            doc.transact("inner", inner -> {
                heard.add(String.valueOf(inner.origin()));
                note();
            });
        });

        assertThat(heard).containsExactly("outer");
        assertThat(emitted.size()).isOne();
    }

    @Test
    void an_observer_that_is_closed_by_another_is_not_called_any_more() {
        var text = doc.text("text");
        List<Subscription> second = new ArrayList<>();
        text.observe(event -> second.forEach(Subscription::close));
        second.add(text.observe(event -> heard.add("second")));

        text.insert(0, "a");
        heard.clear();
        text.insert(0, "b");

        assertThat(heard).isEmpty();
    }

    @Test
    void an_observer_that_fails_keeps_neither_others_nor_the_next_transaction_from_anything() {
        var emitted = Emitted.by(doc);
        var text = doc.text("text");
        text.observe(event -> {
            note();
            throw new IllegalArgumentException("mine");
        });
        text.observe(event -> heard.add("second"));

        assertThatThrownBy(() -> text.insert(0, "abc")).hasMessage("mine");

        assertThat(heard).containsExactly("second");
        assertThat(emitted.size()).isEqualTo(2);
        assertThat(doc.map("notes").get("length")).isEqualTo(Any.of(3));
    }
}
