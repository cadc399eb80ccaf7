package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static dev.parley.core.engine.bombs.Bombs.ATTACKER;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertCheap;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.DocOptions;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.update.Updates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E3: nesting of types and of values. */
class NestingTest {
    private static final int DEEP = 100_000;

    private static byte[] types(int depth) {
        var update = Forged.by(ATTACKER).in("array").array();
        for (int i = 1; i < depth; i++) {
            update.inside(ATTACKER, i - 1).array();
        }
        return update.v1();
    }

    private static Any arrays(int depth) {
        Any value = Any.NULL;
        for (int i = 0; i < depth; i++) {
            value = new Any.Arr(List.of(value));
        }
        return value;
    }

    @Test
    void of_types_ends_at_the_limit() throws MalformedInput {
        assertCheap(doc(), types(256), V1);
        assertRefused(doc(), types(257), V1, Limits.standard(), MEGABYTE);
        assertRefused(doc(), types(20_000), V1, Limits.standard(), 32 * MEGABYTE);
    }

    @ParameterizedTest
    @EnumSource(UpdateFormat.class)
    void of_values_ends_at_the_limit(UpdateFormat format) throws MalformedInput {
        assertCheap(doc(), Forged.by(5).in("array").values(arrays(100)).in(format), format);
        for (int depth : List.of(101, DEEP)) {
            assertRefused(
                    doc(),
                    Forged.by(5).in("array").values(arrays(depth)).in(format),
                    format,
                    Limits.standard(),
                    MEGABYTE);
            assertRefused(
                    doc(),
                    Forged.by(5).in("text").embed(arrays(depth)).in(format),
                    format,
                    Limits.standard(),
                    4 * MEGABYTE);
            assertRefused(
                    doc(),
                    Forged.by(5).in("text").format("b", arrays(depth)).in(format),
                    format,
                    Limits.standard(),
                    4 * MEGABYTE);
            assertRefused(
                    doc(),
                    Forged.by(5).in("text").doc("d", arrays(depth)).in(format),
                    format,
                    Limits.standard(),
                    MEGABYTE);
        }
    }

    @Test
    void of_old_values_ends_at_the_limit() throws MalformedInput {
        assertRefused(
                Forged.by(5)
                        .in("array")
                        .jsons("[".repeat(DEEP) + "]".repeat(DEEP))
                        .v1(),
                V1);
        assertRefused(
                Forged.by(5)
                        .in("array")
                        .jsons("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP))
                        .v1(),
                V1);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, DEEP})
    void that_is_trusted_takes_no_stack(int depth) throws InterruptedException {
        onASmallStack(() -> {
            var doc = new Doc(DocOptions.withClientId(1).limits(Limits.trusted()));
            var array = doc.array("array");
            doc.apply(types(depth));
            doc.apply(Forged.by(5).in("text").embed(arrays(depth)).in(V2), V2, null);
            assertThat(array.toJson()).isNotNull();
            assertThat(array.toString()).isNotNull();
            assertThat(doc.text("text").delta()).hasSize(1);
            var copy = new Doc(DocOptions.withClientId(2).limits(Limits.trusted()));
            for (var format : UpdateFormat.values()) {
                copy.apply(doc.encode(format), format, null);
                Updates.merge(List.of(doc.encode(format), doc.encode(format)), format, Limits.trusted());
            }
            assertThat(doc.newsIn(doc.encode(V1), V1).isEmpty()).isTrue();

            array.delete(0, 1);

            assertThat(doc.encode(V1)).hasSizeLessThan(3 * depth);
            copy.apply(doc.encode(V1));
            assertThat(copy.array("array").length()).isZero();
        });
    }

    @Test
    void that_fails_at_the_bottom_is_taken_back_without_a_stack() throws InterruptedException {
        onASmallStack(() -> {
            var doc = new Doc(
                    DocOptions.withClientId(1).limits(new Limits(1_000_000, 1L << 28, 10, 20_000, 100, 100, 100)));
            assertThatThrownBy(() -> doc.apply(types(20_001))).isInstanceOf(MalformedInput.class);
            assertThat(doc.encode(V1)).isEqualTo(bytes("0000"));
            assertThat(doc.rootNames()).isEmpty();
        });
    }

    private static void onASmallStack(Cost.Work work) throws InterruptedException {
        var failures = new ArrayList<Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                },
                "small stack",
                256 << 10);
        thread.start();
        thread.join();
        assertThat(failures).isEmpty();
    }
}
