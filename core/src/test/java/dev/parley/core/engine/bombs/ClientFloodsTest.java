package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.bombs.Bombs.HONEST;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertCheap;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.core.engine.Bounds;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.Emitted;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E4: floods of clients. */
class ClientFloodsTest {
    private static byte[] clients(int count) {
        var update = new Forged();
        for (int client = count; client > 0; client--) {
            update.and(1_000 + client, 0).gc(1);
        }
        return update.v1();
    }

    @Test
    void end_at_the_limit() throws MalformedInput {
        var limits = Bounds.newClients(64);
        var doc = doc();
        doc.apply(clients(64), V1, null, limits);

        assertRefused(doc(), clients(65), V1, limits, MEGABYTE);
        assertRefused(doc, clients(64 + 65), V1, limits, MEGABYTE);
        assertThatCode(() -> doc.apply(clients(64 + 64), V1, null, limits)).doesNotThrowAnyException();
    }

    @Test
    void make_later_updates_no_dearer() throws MalformedInput {
        var doc = doc();
        doc.text("text").insert(0, "x");
        doc.apply(clients(20_000));
        doc.apply(HONEST);
        var emitted = Emitted.by(doc);
        var letters = new ArrayList<byte[]>();
        for (int i = 1; i <= 200; i++) {
            letters.add(Forged.by(10, i).behind(10, i - 1).text("x").v1());
        }

        var cost = Cost.of(() -> {
            for (var letter : letters) {
                doc.apply(letter);
            }
        });

        assertThat(emitted.size()).isEqualTo(200);
        // A copy of the state vector would be 320 KB for each of them.
        assertThat(cost.bytes() / 200).isLessThan(8_000);
        assertThat(cost.time()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void whose_numbers_fall_together_take_no_longer() throws MalformedInput {
        var chosen = LongStream.iterate(1, id -> id + 1)
                .filter(id -> (((id * 0x9E3779B97F4A7C15L) >>> 32) & 0xffff) == 7)
                .limit(30_000)
                .toArray();
        var update = new Forged();
        for (int i = chosen.length - 1; i >= 0; i--) {
            update.and(chosen[i], 0).gc(1);
        }
        var doc = doc();
        assertCheap(doc, update.v1(), V1);

        assertThat(doc.stateVector().size()).isEqualTo(chosen.length);
        assertThat(doc.newsIn(update.v1(), V1).isEmpty()).isTrue();
    }

    @Test
    void that_are_only_spoken_of_are_not_kept() throws MalformedInput {
        var update = new Forged();
        for (int client = 1; client < 20_000; client++) {
            update.delete(client, 0, 1);
        }
        assertRefused(doc(), update.v1(), V1, Bounds.waiting(1_000), 16 * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0101ffffffffffffff7f0004010174016100",
                "0101808080808080801000040101740161",
                "000180808080808080100100"
            })
    void beyond_53_bits_are_refused(String update) throws MalformedInput {
        assertRefused(bytes(update), V1);
    }
}
