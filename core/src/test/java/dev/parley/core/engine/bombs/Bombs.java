package dev.parley.core.engine.bombs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Emitted;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.Moment;
import dev.parley.core.engine.UpdateFormat;
import java.time.Duration;

/**
 * Updates that are made to wear a server out. The tests of this package bear the letters and numbers that the threats have in our
 * design: E1 to E7. Times are generous, for what they guard against takes minutes; memory is what the thread allocated.
 */
final class Bombs {
    static final long MEGABYTE = 1L << 20;
    static final Duration AT_MOST = Duration.ofSeconds(2);
    static final long ATTACKER = 77;

    /** Of client 10: a letter at the start of the text. */
    static final byte[] HONEST = Forged.by(10).in("text").text("h").v1();

    private Bombs() {}

    static Doc doc() {
        return Doc.withClientId(1);
    }

    static void assertRefused(Doc doc, byte[] update, UpdateFormat format, Limits limits, long bytes)
            throws MalformedInput {
        var before = Moment.of(doc);
        var emitted = Emitted.by(doc);

        var cost = Cost.of(() -> assertThatThrownBy(() -> doc.apply(update, format, null, limits))
                .isInstanceOf(MalformedInput.class));

        assertThat(cost.bytes()).isLessThan(bytes);
        assertThat(cost.time()).isLessThan(AT_MOST);
        assertThat(emitted.size()).isZero();
        assertThat(Moment.of(doc)).isEqualTo(before);
        assertThatCode(() -> doc.apply(HONEST)).doesNotThrowAnyException();
        assertThat(doc.stateVector().clock(10)).isOne();
    }

    static void assertRefused(byte[] update, UpdateFormat format) throws MalformedInput {
        assertRefused(doc(), update, format, Limits.standard(), MEGABYTE);
    }

    static void assertCheap(Doc doc, byte[] update, UpdateFormat format) throws MalformedInput {
        var cost = Cost.of(() -> doc.apply(update, format, null));

        assertThat(cost.bytes()).isLessThan(16 * MEGABYTE + 128L * update.length);
        assertThat(cost.time()).isLessThan(AT_MOST);
    }
}
