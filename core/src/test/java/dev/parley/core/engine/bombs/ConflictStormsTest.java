package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.bombs.Bombs.ATTACKER;
import static dev.parley.core.engine.bombs.Bombs.AT_MOST;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertCheap;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.Bounds;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** E5: storms of conflicts. */
class ConflictStormsTest {
    private static Doc contested() throws MalformedInput {
        var doc = doc();
        doc.text("text").insert(0, "ab");
        doc.map("map").set("key", Any.of("value"));
        return doc;
    }

    @Test
    void at_one_place_end_at_the_limit() throws MalformedInput {
        var update = new Forged();
        for (int client = 3_000; client > 2; client--) {
            // Each comes after the one before it, by way of a letter elsewhere, and walks over all of them.
            update.and(client, 0)
                    .behind(client - 1, 1)
                    .text("-")
                    .between(1, 0, 1, 1)
                    .text("x");
        }
        update.and(2, 0).in("other").text("--");
        assertRefused(contested(), update.v1(), V1, Bounds.steps(100_000), 8 * MEGABYTE);
    }

    @Test
    void for_one_key_end_at_the_limit() throws MalformedInput {
        var alone = Forged.by(ATTACKER);
        for (int i = 0; i < 3_000; i++) {
            alone.in("map").under("key").values(Any.NULL);
        }
        assertRefused(contested(), alone.v1(), V1, Bounds.steps(100_000), 8 * MEGABYTE);
    }

    @Test
    void in_front_of_a_key_take_no_walk() throws MalformedInput {
        var update = Forged.by(ATTACKER).in("map").under("key").values(Any.NULL);
        for (int i = 1; i < 30_000; i++) {
            update.before(ATTACKER, i - 1).values(Any.NULL);
        }
        assertCheap(doc(), update.v1(), V1);
    }

    @Test
    void whose_numbers_fall_together_end_at_the_limit() throws MalformedInput {
        var ids = LongStream.iterate(1, id -> id + 1)
                .filter(id -> (((id * 31 * 0x9E3779B97F4A7C15L) >>> 32) & 0x3fff) == 7)
                .limit(4_000)
                .toArray();
        var chain = new Forged();
        for (int i = ids.length - 1; i > 0; i--) {
            chain.and(ids[i], 0).behind(ids[i - 1], 0).text("x");
        }
        var doc = doc();
        doc.apply(chain.and(ids[0], 0).in("text").text("x").v1());

        assertRefused(
                doc, Forged.by(ids[ids.length - 1] + 1).in("text").text("y").v1(), V1, Bounds.steps(100_000), MEGABYTE);
    }

    @Test
    void between_halves_of_pairs_end_at_the_limit() throws MalformedInput {
        var doc = doc();
        doc.text("text").insert(0, "😀".repeat(20_000));
        var update = Forged.by(ATTACKER);
        for (int i = 0; i < 10_000; i++) {
            update.behind(1, 4L * i).text("!");
        }
        var cost =
                Cost.of(() -> assertThatThrownBy(() -> doc.apply(update.v1())).isInstanceOf(MalformedInput.class));

        // Each cut copies the text: all of them would be 800 MB.
        assertThat(cost.bytes()).isLessThan(256 * MEGABYTE);
        assertThat(doc.text("text")).hasToString("😀".repeat(20_000));
    }

    @Test
    void with_cuts_everywhere_take_no_longer_than_they_are() throws MalformedInput {
        var many = 20_000;
        for (boolean backwards : List.of(true, false)) {
            var doc = doc();
            var numbers = new ArrayList<Any>();
            for (int i = 0; i < 4 * many; i++) {
                numbers.add(Any.of("value " + i));
            }
            doc.array("array").insert(0, numbers);
            var olds = new String[4 * many];
            Arrays.fill(olds, "1");
            doc.apply(Forged.by(2).in("old").jsons(olds).v1());
            doc.text("text").insert(0, "abcd".repeat(many) + "語");
            var update = Forged.by(ATTACKER).gc(1);
            for (int i = 0; i < many; i++) {
                int at = 4 * (backwards ? many - 1 - i : i) + 1;
                update.delete(1, at, 1).delete(2, at, 1).delete(1, 4L * many + at, 1);
            }

            assertCheap(doc, update.v1(), V1);
            assertThat(doc.array("array").length()).isEqualTo(3 * many);
            assertThat(doc.array("old").length()).isEqualTo(3 * many);
            assertThat(doc.text("text").length()).isEqualTo(3 * many + 1);
        }
    }

    @Test
    void of_pieces_that_join_take_no_longer_than_they_are() throws MalformedInput {
        int many = 20_000;
        var update = Forged.by(5).in("old").jsons("1");
        for (int i = 1; i < many; i++) {
            update.behind(5, i - 1).jsons("2");
        }
        update.and(4, 0).in("array").values(Any.NULL);
        for (int i = 1; i < many; i++) {
            update.behind(4, i - 1).values(Any.NULL);
        }
        update.and(3, 0).in("text").text("語");
        for (int i = 1; i < many; i++) {
            update.behind(3, i - 1).text(i % 2 == 0 ? "語" : "x");
        }
        assertCheap(doc(), update.v1(), V1);
    }

    @Test
    void of_keys_with_the_same_hash_take_no_longer_than_they_are() throws MalformedInput {
        var update = Forged.by(5);
        for (int i = 0; i < 1 << 14; i++) {
            var key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            update.in("map").under(key.toString()).values(Any.of(i));
        }
        var doc = doc();
        assertCheap(doc, update.v1(), V1);

        var map = doc.map("map");
        assertThat(map.size()).isEqualTo(1 << 14);
        assertThat(map.get("Aa".repeat(14))).isEqualTo(Any.of(0));
        map.delete("BB".repeat(14));
        assertThat(map.has("BB".repeat(14))).isFalse();
        map.set("BB".repeat(14), Any.TRUE);
        assertThat(map.size()).isEqualTo(1 << 14);
    }

    @Test
    void taken_back_take_no_longer_than_they_are() throws MalformedInput {
        var doc = doc();
        doc.text("text").insert(0, "x".repeat(200_000));
        var update = Forged.by(ATTACKER);
        for (int i = 1; i < 5_000; i++) {
            update.between(1, 40L * i, 1, 40L * i + 1).text("y");
            update.in("map").under("key " + i).values(Any.of(i));
        }
        update.and(2, 5).in("late").text("x");
        var cost = Cost.of(() -> assertThatThrownBy(() -> doc.apply(update.v1(), V1, null, Bounds.waiting(0)))
                .isInstanceOf(MalformedInput.class));

        assertThat(cost.bytes()).isLessThan(32 * MEGABYTE);
        assertThat(cost.time()).isLessThan(AT_MOST);
        assertThat(doc.text("text")).hasToString("x".repeat(200_000));
        assertThat(doc.rootNames()).containsExactly("text");
    }
}
