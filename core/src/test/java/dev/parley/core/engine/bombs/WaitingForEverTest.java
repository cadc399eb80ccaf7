package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.bombs.Bombs.AT_MOST;
import static dev.parley.core.engine.bombs.Bombs.HONEST;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Bounds;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.DocOptions;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** E6: what waits for ever. */
class WaitingForEverTest {
    @Test
    void is_bounded_and_holds_nobody_up() throws MalformedInput {
        var doc = new Doc(DocOptions.withClientId(1).limits(Bounds.waiting(20_000)));
        var flood = new ArrayList<byte[]>();
        for (int i = 0; i < 5_000; i++) {
            flood.add(Forged.by(5, 10 + i).behind(5, 9 + i).text("x").v1());
        }
        int[] refused = {0};
        var cost = Cost.of(() -> {
            for (var update : flood) {
                try {
                    doc.apply(update);
                } catch (MalformedInput e) {
                    refused[0]++;
                }
            }
        });
        assertThat(refused[0]).isGreaterThan(1_000);
        assertThat(doc.pending().structs().length).isBetween(1, 20_000);
        assertThat(cost.bytes() / flood.size()).isLessThan(20_000);
        assertThat(cost.time()).isLessThan(AT_MOST);

        doc.apply(HONEST);
        assertThat(doc.text("text")).hasToString("h");
    }

    @Test
    void comes_in_when_what_it_waited_for_does() throws MalformedInput {
        var doc = doc();
        for (int i = 0; i < 1_000; i++) {
            doc.apply(Forged.by(5, 3 + i).behind(5, 2 + i).text("x").v1());
        }
        doc.apply(Forged.deleting(5, 0, 2).v1());
        assertThat(doc.pending().isEmpty()).isFalse();

        doc.apply(Forged.by(5).in("text").text("abc").v1());

        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.text("text")).hasToString("c" + "x".repeat(1_000));
    }

    @Test
    void is_bounded_when_it_is_deletions() throws MalformedInput {
        var update = new Forged();
        for (int i = 0; i < 2_000; i++) {
            update.delete(5, 2L * i, 1);
        }
        assertRefused(doc(), update.v1(), V1, Bounds.waiting(20_000), 4 * MEGABYTE);
    }

    @Test
    void is_dropped_if_its_time_comes_and_it_is_of_no_use() throws MalformedInput {
        var limits = new Limits(1_000, 1_000, 10, 3, 10, 100_000, 1_000);
        var doc = new Doc(DocOptions.withClientId(1).limits(limits));
        var deep = Forged.by(5).behind(6, 0).array();
        for (int i = 1; i < 10; i++) {
            deep.inside(5, i - 1).array();
        }
        doc.apply(deep.v1());
        assertThat(doc.pending().isEmpty()).isFalse();

        doc.apply(Forged.by(6).in("array").values(Any.of("honest")).v1());

        assertThat(doc.pending().isEmpty()).isTrue();
        assertThat(doc.array("array").asList()).containsExactly(Any.of("honest"));
        assertThat(doc.stateVector().clock(5)).isZero();
    }

    @Test
    void costs_updates_that_have_nothing_to_do_with_it_nothing() throws MalformedInput {
        var doc = doc();
        for (int i = 0; i < 10_000; i++) {
            doc.apply(Forged.by(100 + i, 10).behind(100 + i, 9).text("x").v1());
        }
        doc.pending();
        doc.apply(HONEST);
        var cost = Cost.of(() -> {
            for (int i = 1; i < 100; i++) {
                doc.apply(Forged.by(10, i).behind(10, i - 1).text("h").v1());
            }
        });

        assertThat(cost.bytes() / 100).isLessThan(20_000);
        assertThat(cost.time()).isLessThan(Duration.ofMillis(500));
    }
}
