package dev.parley.persistence.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.access.RoomName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be synced may be in memory alone: a room that is told of such a key would write what nobody opens again. */
class KeyFileOnAWearyDiskTest {
    private static final RoomName EARLIER = new RoomName("earlier");
    private static final RoomName ROOM = new RoomName("general");

    @TempDir
    private Path folder;

    @Test
    void a_key_that_is_not_safe_is_handed_out_to_nobody() throws Exception {
        var file = FileChannel.open(
                folder.resolve("keys"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try (var disk = new WearyDisk(file);
                var keys = KeyFile.over(disk, null)) {
            assertThat(now(keys.obtain(EARLIER)).keys()).hasSize(1);
            disk.tires();

            fails(keys.obtain(ROOM), "Input/output error");

            var sentence = "content keys could not be written earlier; the node must be started again";
            fails(keys.find(ROOM), sentence);
            fails(keys.find(EARLIER), sentence);
            fails(keys.obtain(ROOM), sentence);
        }
    }

    private static void fails(CompletionStage<?> stage, String sentence) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> now(stage))
                .havingCause()
                .isInstanceOf(IOException.class)
                .withMessage(sentence);
    }

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
