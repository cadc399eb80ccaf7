package dev.parley.persistence.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    private static final RoomName ROOM = new RoomName("team/Zoë");
    private static final RoomName OTHER = new RoomName("random");
    private static final byte[] MASTER = new byte[32];

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("keys");
    }

    @Test
    void a_room_has_no_key_until_it_is_given_one() throws Exception {
        try (var keys = KeyFile.open(file, null)) {
            assertThat(now(keys.find(ROOM))).isEqualTo(KeyRing.empty(ROOM));

            var ring = now(keys.obtain(ROOM));

            assertThat(ring.subject()).isEqualTo(ROOM);
            assertThat(ring.keys()).extracting(ContentKey::number).containsExactly(1L);
            assertThat(secretOf(now(keys.find(ROOM)))).isEqualTo(secretOf(ring));
            assertThat(now(keys.find(OTHER)).keys()).isEmpty();
        }
    }

    @Test
    void a_room_keeps_its_key() throws Exception {
        try (var keys = KeyFile.open(file, null)) {
            assertThat(secretOf(now(keys.obtain(ROOM)))).isEqualTo(secretOf(now(keys.obtain(ROOM))));
        }
    }

    @Test
    void keys_are_there_when_the_file_is_opened_again() throws Exception {
        var before = obtain(ROOM, null);

        assertThat(find(ROOM, null)).isEqualTo(before);
    }

    @Test
    void what_was_asked_for_before_it_closes_is_written_and_answered() throws Exception {
        List<CompletionStage<KeyRing>> asked;
        try (var keys = KeyFile.open(file, null)) {
            asked = IntStream.range(0, 5_000)
                    .mapToObj(number -> keys.obtain(new RoomName("room " + number)))
                    .toList();
        }

        try (var keys = KeyFile.open(file, null)) {
            for (int number = 0; number < asked.size(); number++) {
                assertThat(secretOf(now(keys.find(new RoomName("room " + number)))))
                        .isEqualTo(secretOf(now(asked.get(number))));
            }
        }
    }

    @Test
    void what_is_asked_for_when_it_is_closed_is_refused() throws Exception {
        var keys = KeyFile.open(file, null);
        keys.close();

        assertThatThrownBy(() -> now(keys.obtain(ROOM))).hasMessageContaining("closed");
    }

    @Test
    void an_interrupt_does_not_close_it_before_all_is_written() throws Exception {
        var keys = KeyFile.open(file, null);
        var ring = keys.obtain(ROOM);

        Thread.currentThread().interrupt();
        keys.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(find(ROOM, null)).isEqualTo(secretOf(now(ring)));
    }

    @Test
    void no_two_rooms_share_a_key() throws Exception {
        try (var keys = KeyFile.open(file, null)) {
            var all = IntStream.range(0, 300)
                    .mapToObj(number -> keys.obtain(new RoomName("room " + number)))
                    .toList();

            var secrets = new HashSet<String>();
            for (var ring : all) {
                secrets.add(Base64.getEncoder().encodeToString(secretOf(now(ring))));
            }
            assertThat(secrets).hasSize(300);
        }
    }

    @Test
    void the_file_is_for_its_owner_alone() throws Exception {
        obtain(ROOM, null);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Nested
    class A_destroyed_key {

        @Test
        void is_nowhere_in_the_file() throws Exception {
            var secret = obtain(ROOM, null);
            assertThat(hex(Files.readAllBytes(file))).contains(hex(secret));

            destroy();

            assertThat(hex(Files.readAllBytes(file))).doesNotContain(hex(secret));
            assertThat(ring(ROOM).keys()).isEmpty();
        }

        @Test
        void is_followed_by_one_of_a_higher_number() throws Exception {
            obtain(ROOM, null);
            destroy();

            obtain(ROOM, null);

            assertThat(ring(ROOM).keys()).extracting(ContentKey::number).containsExactly(2L);
        }

        @Test
        void leaves_the_one_that_came_in_its_place() throws Exception {
            obtain(ROOM, null);
            KeyRing renewed;
            try (var keys = KeyFile.open(file, null)) {
                renewed = now(keys.renew(ROOM));
                assertThat(renewed.keys()).extracting(ContentKey::number).containsExactly(1L, 2L);
            }

            try (var keys = KeyFile.open(file, null)) {
                assertThat(now(keys.destroy(ROOM, 2)).keys())
                        .extracting(ContentKey::number)
                        .containsExactly(2L);
                now(keys.destroy(ROOM, 2)); // Once more does nothing.
            }

            assertThat(ring(ROOM).keys()).extracting(ContentKey::number).containsExactly(2L);
            assertThat(hex(Files.readAllBytes(file)))
                    .contains(hex(renewed.keys().getLast().secret()))
                    .doesNotContain(hex(renewed.keys().getFirst().secret()));
        }

        @Test
        void leaves_the_keys_of_other_rooms() throws Exception {
            obtain(ROOM, null);
            var others = obtain(OTHER, null);

            destroy();

            assertThat(find(OTHER, null)).isEqualTo(others);
        }

        private void destroy() throws Exception {
            try (var keys = KeyFile.open(file, null)) {
                assertThat(now(keys.destroy(ROOM, ContentKey.MAX_NUMBER)).keys())
                        .isEmpty();
            }
        }
    }

    @Nested
    class A_room_from_elsewhere {

        private final KeyRing ring = new KeyRing(OTHER, List.of(key(3), key(7)));

        @Test
        void brings_its_keys_and_the_name_of_its_chain_and_gets_a_new_one() throws Exception {
            try (var keys = KeyFile.open(file, null)) {
                now(keys.adopt(ROOM, ring));
            }

            var adopted = ring(ROOM);
            assertThat(adopted.subject()).isEqualTo(OTHER);
            assertThat(adopted.keys()).extracting(ContentKey::number).containsExactly(3L, 7L, 8L);
            assertThat(adopted.keys().get(1).secret()).isEqualTo(secretOf(ring));
        }

        @Test
        void is_not_taken_for_a_room_that_has_keys() throws Exception {
            try (var keys = KeyFile.open(file, null)) {
                now(keys.obtain(ROOM));

                assertThatThrownBy(() -> now(keys.adopt(ROOM, ring))).hasMessageContaining("the room has keys already");
            }
        }

        private static ContentKey key(int number) {
            var secret = new byte[ContentKey.BYTES];
            Arrays.fill(secret, (byte) number);
            return new ContentKey(number, secret);
        }
    }

    @Nested
    class With_a_master_key {

        @Test
        void keys_do_not_lie_there_as_they_are() throws Exception {
            var secret = obtain(ROOM, MASTER);

            assertThat(hex(Files.readAllBytes(file))).doesNotContain(hex(secret));
            assertThat(find(ROOM, MASTER)).isEqualTo(secret);
        }

        @Test
        void the_file_is_not_opened_without_it_or_with_another_one() throws Exception {
            obtain(ROOM, MASTER);
            var another = MASTER.clone();
            another[0]++;

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> KeyFile.open(file, null))
                    .withMessage("its keys are wrapped in a master key, and none is configured (PARLEY_KEY_FILE)");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> KeyFile.open(file, new MasterKey(another)))
                    .withMessage("its keys are wrapped in another master key than the one of PARLEY_KEY_FILE");
        }

        @Test
        void which_came_later_older_keys_are_read_all_the_same() throws Exception {
            var secret = obtain(ROOM, null);

            assertThat(find(ROOM, MASTER)).isEqualTo(secret);
        }

        @Test
        void it_is_read_from_a_file_in_base64() throws Exception {
            var secret = obtain(ROOM, MASTER);
            var kept = folder.resolve("master");
            Files.writeString(kept, Base64.getEncoder().encodeToString(MASTER) + "\n");

            try (var keys = KeyFile.open(file, MasterKey.read(kept))) {
                assertThat(secretOf(now(keys.find(ROOM)))).isEqualTo(secret);
            }
        }

        @Test
        void a_file_that_holds_none_is_refused_without_showing_it() throws Exception {
            var kept = folder.resolve("master");
            Files.writeString(kept, "hush-hush");

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> MasterKey.read(kept))
                    .withMessage("the file does not hold 32 bytes in base64")
                    .withNoCause();
        }
    }

    @Nested
    class A_file_that_is_not_whole {

        @Test
        void cut_anywhere_in_its_last_key_keeps_all_before_and_takes_new_ones() throws Exception {
            var first = obtain(ROOM, null);
            long whole = Files.size(file);
            obtain(OTHER, null);
            var bytes = Files.readAllBytes(file);

            for (int length = (int) whole; length < bytes.length; length++) {
                Files.write(file, Arrays.copyOf(bytes, length));

                assertThat(find(ROOM, null)).isEqualTo(first);
                assertThat(ring(OTHER).keys()).isEmpty();
                var again = obtain(OTHER, null);
                assertThat(find(OTHER, null)).isEqualTo(again);
            }
        }

        @Test
        void with_a_flipped_bit_in_a_length_loses_no_other_key_and_nothing_is_written_over() throws Exception {
            obtain(ROOM, null);
            int second = (int) Files.size(file);
            obtain(OTHER, null);
            var last = new RoomName("last");
            var kept = obtain(last, null);
            var bytes = Files.readAllBytes(file);

            for (int at = second; at < second + Integer.BYTES; at++) {
                var flipped = bytes.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);

                assertThat(find(last, null)).isEqualTo(kept);
                var newcomer = obtain(new RoomName("newcomer"), null);
                assertThat(Arrays.copyOf(Files.readAllBytes(file), flipped.length))
                        .isEqualTo(flipped);
                assertThat(find(last, null)).isEqualTo(kept);
                assertThat(find(new RoomName("newcomer"), null)).isEqualTo(newcomer);
            }
        }

        @Test
        void with_a_flipped_bit_loses_at_most_that_rooms_key() throws Exception {
            obtain(ROOM, null);
            int from = (int) Files.size(file);
            obtain(OTHER, null);
            var last = new RoomName("last");
            var kept = obtain(last, null);
            var bytes = Files.readAllBytes(file);
            int secrets = from + KeyRecord.HEADER + 1;

            for (int at = secrets; at < secrets + 40; at++) {
                var flipped = bytes.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);

                assertThat(find(last, null)).isEqualTo(kept);
                assertThat(ring(OTHER).keys()).isEmpty();
            }
        }

        @Test
        void because_it_is_something_else_is_refused() throws Exception {
            Files.write(file, "something else".getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> KeyFile.open(file, null))
                    .withMessage("it is not a file of content keys of this release");
        }
    }

    private byte[] obtain(RoomName room, byte @Nullable [] master) throws Exception {
        try (var keys = KeyFile.open(file, master == null ? null : new MasterKey(master))) {
            return secretOf(now(keys.obtain(room)));
        }
    }

    private byte[] find(RoomName room, byte @Nullable [] master) throws Exception {
        try (var keys = KeyFile.open(file, master == null ? null : new MasterKey(master))) {
            return secretOf(now(keys.find(room)));
        }
    }

    private KeyRing ring(RoomName room) throws Exception {
        try (var keys = KeyFile.open(file, null)) {
            return now(keys.find(room));
        }
    }

    private static byte[] secretOf(KeyRing ring) {
        return ring.keys().getLast().secret();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static KeyRing now(CompletionStage<KeyRing> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
