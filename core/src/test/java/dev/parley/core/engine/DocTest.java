package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.lib0.Any;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DocTest {
    @Test
    void what_an_observer_writes_keeps_others_from_nothing() throws Exception {
        var doc = Doc.withClientId(1);
        var text = doc.text("t");
        var updates = new ArrayList<byte[]>();
        doc.onUpdate(UpdateFormat.V1, (update, transaction) -> updates.add(update));
        text.observe(event -> doc.map("m").set("length", Any.of(text.length())));

        text.insert(0, "abc");

        var other = Doc.withClientId(2);
        for (var update : updates) {
            other.apply(update);
        }
        assertThat(other.text("t")).hasToString("abc");
        assertThat(other.encode(UpdateFormat.V1)).isEqualTo(doc.encode(UpdateFormat.V1));
    }

    @Test
    void what_the_work_threw_comes_before_what_observers_throw() {
        var doc = Doc.withClientId(1);
        var text = doc.text("t");
        text.observe(event -> {
            throw new IllegalStateException("observer");
        });

        assertThatThrownBy(() -> doc.transact(transaction -> {
                    text.insert(0, "abc");
                    throw new IllegalArgumentException("work");
                }))
                .hasMessage("work")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(text).hasToString("abc");
    }

    @Test
    void an_error_of_an_observer_keeps_nobody_from_hearing() {
        var doc = Doc.withClientId(1);
        var heard = new AtomicInteger();
        doc.onTransaction(transaction -> {
            throw new AssertionError("observer");
        });
        doc.onTransaction(transaction -> heard.incrementAndGet());
        doc.onUpdate(UpdateFormat.V1, (update, transaction) -> heard.incrementAndGet());

        assertThatThrownBy(() -> doc.text("t").insert(0, "abc")).hasMessage("observer");

        assertThat(heard).hasValue(2);
    }

    @Test
    void who_begins_to_listen_in_a_transaction_hears_of_the_next_one() {
        var doc = Doc.withClientId(1);
        var text = doc.text("t");
        var heard = new AtomicInteger();
        doc.transact(transaction -> {
            text.insert(0, "a");
            text.observe(event -> heard.incrementAndGet());
            text.insert(1, "b");
        });
        assertThat(heard).hasValue(0);

        text.insert(2, "c");

        assertThat(heard).hasValue(1);
    }

    @Test
    void a_limit_below_0_is_refused() {
        assertThatThrownBy(() -> new Limits(-1, 1, 1, 1, 1, 1, 1)).hasMessageContaining("structs");
    }

    @Test
    void a_step_can_be_taken_back_although_an_observer_wrote_meanwhile() {
        var doc = Doc.withClientId(1);
        var text = doc.text("t");
        text.observe(event -> doc.map("m").set("length", Any.of(text.length())));
        var undo = new UndoManager(List.of(text), UndoOptions.of("me", InstantSource.system()));

        doc.transact("me", transaction -> text.insert(0, "abc"));

        assertThat(undo.undo()).isTrue();
        assertThat(text).hasToString("");
    }

    @Test
    void an_undo_manager_that_is_closed_twice_leaves_other_observers_alone() {
        var doc = Doc.withClientId(1);
        var text = doc.text("t");
        var heard = new AtomicInteger();
        text.observe(event -> heard.incrementAndGet());
        var undo = new UndoManager(List.of(text), UndoOptions.of("me", InstantSource.system()));

        undo.close();
        undo.close();
        text.insert(0, "abc");

        assertThat(heard).hasValue(1);
    }

    @Test
    void the_rest_of_an_item_stands_where_its_beginning_does_whatever_its_bytes_say() throws MalformedInput {
        var doc = Doc.withClientId(1);
        doc.apply(Hex.bytes("010105000401016103" + "616263" + "00"));

        doc.apply(Hex.bytes("010105000401016206" + "616263646566" + "00"));

        assertThat(doc.text("a")).hasToString("abcdef");
        assertThat(doc.text("a").length()).isEqualTo(6);
        assertThat(doc.text("b").length()).isZero();
    }

    @Test
    void a_second_thread_in_a_transaction_is_told_so() throws Exception {
        var doc = Doc.withClientId(1);
        var inside = new CountDownLatch(1);
        var tried = new CountDownLatch(1);
        var first = Thread.ofVirtual()
                .start(() -> doc.transact(transaction -> {
                    inside.countDown();
                    try {
                        tried.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        inside.await();

        assertThatThrownBy(() -> doc.apply(new byte[] {0, 0})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> doc.text("t").insert(0, "x")).isInstanceOf(IllegalStateException.class);

        tried.countDown();
        first.join();
        doc.text("t").insert(0, "x");
    }
}
