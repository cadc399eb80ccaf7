package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static dev.parley.core.engine.bombs.Bombs.AT_MOST;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.Bounds;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.update.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E2: runs that take no bytes. */
class EndlessRunsTest {
    /** Structs of one client, all of length 1, without content: format 2 writes any number of them in 25 bytes. */
    private static byte[] structs(long count) {
        var lengths = new Encoder();
        lengths.writeByte(0x41);
        lengths.writeVarUint(count - 2);
        var out = new Encoder();
        out.writeVarUint(0);
        out.writeVarUint(0);
        out.writeVarBytes(new byte[] {5});
        out.writeVarUint(0);
        out.writeVarUint(0);
        out.writeVarBytes(new byte[] {0});
        out.writeVarBytes(new byte[] {0});
        out.writeVarUint(0);
        out.writeVarUint(0);
        out.writeVarBytes(lengths.toBytes());
        out.writeVarUint(1);
        out.writeVarUint(count);
        out.writeVarUint(0);
        out.writeVarUint(0);
        return out.toBytes();
    }

    @Test
    void end_at_the_number_of_structs_that_the_caller_allows() throws MalformedInput {
        assertThat(structs(1L << 40)).hasSizeLessThan(30);

        assertRefused(doc(), structs(1L << 40), V2, Bounds.structs(1_000), MEGABYTE);
        assertRefused(doc(), structs(1L << 40), V2, Bounds.structs(100_000), 8 * MEGABYTE);
    }

    @Test
    void end_without_a_document_too() throws MalformedInput {
        var limits = Bounds.structs(100_000);
        var bomb = structs(1L << 40);

        for (Cost.Work work : List.<Cost.Work>of(
                () -> Updates.merge(List.of(bomb), V2, limits),
                () -> Updates.merge(List.of(bomb, bomb), V2, limits),
                () -> Updates.diff(bomb, StateVector.EMPTY, V2, limits),
                () -> Updates.convert(bomb, V2, V1, limits),
                () -> Updates.stateVectorOf(bomb, V2, limits),
                () -> Updates.spanOf(bomb, V2, limits),
                () -> Updates.isEmpty(bomb, V2, limits),
                () -> Snapshot.EMPTY.contains(bomb, V2, limits))) {
            var cost = Cost.of(() -> assertThatThrownBy(work::run).isInstanceOf(MalformedInput.class));
            assertThat(cost.bytes()).isLessThan(32 * MEGABYTE);
            assertThat(cost.time()).isLessThan(AT_MOST);
        }
    }

    /** A number of blocks, none of which has a struct: yjs#687 hangs in such a loop. */
    @Test
    void of_empty_blocks_end_with_the_bytes() throws MalformedInput {
        var bomb = bytes("0000024500000100000001000000" + "00" + "ffffffffffffff0f" + "00000000");
        assertThat(bomb).hasSize(27);

        assertRefused(bomb, V2);
        assertThatThrownBy(() -> Updates.merge(List.of(bomb, bomb), V2)).isInstanceOf(MalformedInput.class);
    }

    @Test
    void that_are_honest_are_taken() throws MalformedInput {
        var doc = doc();
        doc.apply(structs(60_000), V2, null);

        assertThat(doc.stateVector().clock(5)).isEqualTo(60_000);
    }

    @Test
    void of_keys_stay_within_the_size_of_the_update() throws MalformedInput {
        var keys = new Encoder();
        keys.writeByte(0);
        keys.writeByte(0x41);
        keys.writeVarUint(1L << 30);
        var update = new Encoder();
        update.writeVarUint(0);
        update.writeVarBytes(keys.toBytes());
        update.writeVarBytes(new byte[] {5});
        update.writeVarUint(0);
        update.writeVarUint(0);
        update.writeVarBytes(new byte[] {6});
        var strings = new Encoder();
        strings.writeVarString("text" + "k".repeat(1_000));
        strings.writeVarInt(4);
        strings.writeVarInt(1_000);
        update.writeVarBytes(strings.toBytes());
        update.writeVarBytes(new byte[] {1});
        update.writeVarUint(0);
        update.writeVarUint(0);
        update.writeVarUint(1);
        update.writeVarUint(1_000_000);
        update.writeVarUint(0);
        update.writeBytes(new byte[20_000], 0, 20_000);

        assertRefused(update.toBytes(), V2);
    }
}
