package dev.parley.persistence.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.event.Checkpoint;
import java.io.NotSerializableException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckpointSerializerTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint(1_000, 1 << 20, new byte[] {1, 2, 3});

    private final CheckpointSerializer serializer = new CheckpointSerializer();

    @Test
    void a_checkpoint_is_read_as_it_was_stored() throws NotSerializableException {
        var read = serializer.fromBinary(serializer.toBinary(CHECKPOINT), "checkpoint");

        assertThat(read).usingRecursiveComparison().isEqualTo(CHECKPOINT);
    }

    @Test
    void a_checkpoint_of_an_unknown_manifest_is_not_read() {
        var bytes = serializer.toBinary(CHECKPOINT);

        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> serializer.fromBinary(bytes, "checkpoint-2"))
                .withMessage("a checkpoint stored as 'checkpoint-2', which this release doesn't know");
    }

    @Test
    void a_checkpoint_whose_bytes_are_broken_is_not_read() {
        var bytes = serializer.toBinary(CHECKPOINT);
        var broken = Arrays.copyOf(bytes, bytes.length - 1);

        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> serializer.fromBinary(broken, "checkpoint"))
                .withMessageStartingWith("a stored checkpoint cannot be read: ");
    }

    /** These stand beside every checkpoint in every store: never to be changed. */
    @Test
    void what_is_stored_beside_a_checkpoint_stays() {
        assertThat(serializer.identifier()).isEqualTo(10_109_410);
        assertThat(serializer.manifest(CHECKPOINT)).isEqualTo("checkpoint");
    }
}
