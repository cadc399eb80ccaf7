package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.DeleteSet;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E1: lengths and counts that are claimed. */
class ClaimedLengthsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffff0f", // clients
                "ffffffffffffff0f", // more of them
                "01ffffff7f00", // structs
                "01ffffffffffffff0f0500", // more of them
                "0101050004010174ffffffff0f61", // a text
                "01010500040101ffffffff0f61", // the name of a root
                "0101050008010161ffffffff0f7e00", // values
                "0101050008010161017777ffffffff0f00", // a text in a value
                "010105000801016101" + "75ffffffff0f7e00", // an array in a value
                "010105000801016101" + "76ffffffff0f017e00", // an object in a value
                "0101050003010161ffffffff0f0000", // bytes
                "0101050002010161ffffffff0f013100", // old values
                "0001ffffffffffffff0fffffffffffffff0f", // deletions: 21 bytes of y-crdt#415
                "000105ffffffff0f0001",
                "00ffffffff0f"
            })
    void take_no_memory_in_format_1(String update) throws MalformedInput {
        assertRefused(bytes(update), V1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffff0f",
                "00ffffffff0f",
                "0000000000000100000000ffffffff0f",
                "000001050000010003000000" + "ffffffff0f01010000",
                "00000105000001040b01ffffffff0f61000101000001010000",
                "000000000000010000000000ffffffff0f",
                "00000000000001000000000001" + "05ffffffff0f0001"
            })
    void take_no_memory_in_format_2(String update) throws MalformedInput {
        assertRefused(bytes(update), V2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffffffffff0f", "ffffffff0f00", "02ffffffff0f"})
    void take_no_memory_in_state_vectors_and_deletions(String hex) throws MalformedInput {
        var cost = Cost.of(() -> {
            for (var format : UpdateFormat.values()) {
                assertThatThrownBy(() -> DeleteSet.decode(bytes(hex), format)).isInstanceOf(MalformedInput.class);
                assertThatThrownBy(() -> Snapshot.decode(bytes(hex), format)).isInstanceOf(MalformedInput.class);
            }
            assertThatThrownBy(() -> StateVector.decode(bytes(hex))).isInstanceOf(MalformedInput.class);
        });

        assertThat(cost.bytes()).isLessThan(4 * MEGABYTE);
    }

    @Test
    void cannot_use_a_client_up() throws MalformedInput {
        assertRefused(Forged.by(5).gc((1L << 53) - 2).v1(), V1);
        assertRefused(Forged.by(5).in("text").deleted((1L << 31) - 1).v1(), V1);
    }
}
