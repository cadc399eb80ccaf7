package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.testkit.javadsl.TestKit;
import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import dev.parley.persistence.keys.MasterKey;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    private static final RoomName ROOM = new RoomName("team/Zoë");
    private static final RoomName OTHER = new RoomName("random");

    private static String database = "";
    private static @Nullable ActorSystem node;

    @BeforeAll
    static void start() {
        var address = TestServer.shared().newDatabase();
        database = address.substring(address.lastIndexOf('/') + 1);
        node = ActorSystem.create("node", TestServer.journal(address));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            TestKit.shutdownActorSystem(node);
        }
    }

    private final KeyTable keys = table(null);

    KeyTableTest() {
        TestServer.shared().execute(database, "truncate parley_keys.content_key");
    }

    @Test
    void a_room_has_no_key_until_it_is_given_one_and_then_keeps_it() throws Exception {
        assertThat(now(keys.find(ROOM))).isEqualTo(KeyRing.empty(ROOM));

        var ring = now(keys.obtain(ROOM));

        assertThat(ring.keys()).extracting(ContentKey::number).containsExactly(1L);
        assertThat(secretOf(now(keys.obtain(ROOM)))).isEqualTo(secretOf(ring));
        assertThat(secretOf(now(table(null).find(ROOM)))).isEqualTo(secretOf(ring));
        assertThat(now(keys.find(OTHER)).keys()).isEmpty();
    }

    @Test
    void two_nodes_that_are_as_quick_get_the_same_key() throws Exception {
        for (int i = 0; i < 20; i++) {
            var room = new RoomName("room " + i);
            var one = keys.obtain(room);
            var other = table(null).obtain(room);

            assertThat(secretOf(now(one))).isEqualTo(secretOf(now(other)));
        }
    }

    @Test
    void a_destroyed_key_is_followed_by_one_of_a_higher_number() throws Exception {
        var gone = secretOf(now(keys.obtain(ROOM)));

        assertThat(now(keys.destroy(ROOM, ContentKey.MAX_NUMBER)).keys()).isEmpty();

        assertThat(now(keys.find(ROOM)).keys()).isEmpty();
        var next = now(keys.obtain(ROOM));
        assertThat(next.keys()).extracting(ContentKey::number).containsExactly(2L);
        assertThat(secretOf(next)).isNotEqualTo(gone);
    }

    @Test
    void a_destroyed_key_leaves_the_one_that_came_in_its_place() throws Exception {
        var gone = secretOf(now(keys.obtain(ROOM)));
        var renewed = now(keys.renew(ROOM));

        now(keys.destroy(ROOM, 2));
        now(keys.destroy(ROOM, 2)); // Once more does nothing.

        assertThat(renewed.keys()).extracting(ContentKey::number).containsExactly(1L, 2L);
        var left = now(keys.find(ROOM));
        assertThat(left.keys()).extracting(ContentKey::number).containsExactly(2L);
        assertThat(secretOf(left)).isEqualTo(secretOf(renewed)).isNotEqualTo(gone);
    }

    @Test
    void a_room_from_elsewhere_brings_its_keys_and_gets_a_new_one() throws Exception {
        var ring = new KeyRing(OTHER, List.of(new ContentKey(3, new byte[ContentKey.BYTES])));

        now(keys.adopt(ROOM, ring));

        var adopted = now(keys.find(ROOM));
        assertThat(adopted.subject()).isEqualTo(OTHER);
        assertThat(adopted.keys()).extracting(ContentKey::number).containsExactly(3L, 4L);
        assertThat(now(keys.adopt(ROOM, ring)).keys())
                .as("whoever was interrupted does it again")
                .hasSize(2);
        var others = new KeyRing(OTHER, List.of(new ContentKey(2, new byte[ContentKey.BYTES])));
        assertThatThrownBy(() -> now(keys.adopt(ROOM, others))).hasMessageContaining("the room has keys already");
    }

    @Test
    void keys_are_wrapped_in_the_master_key() throws Exception {
        var secret = secretOf(now(table(new MasterKey(new byte[32])).obtain(ROOM)));

        assertThat(secretOf(now(table(new MasterKey(new byte[32])).find(ROOM)))).isEqualTo(secret);
        assertThatThrownBy(() -> now(keys.find(ROOM)))
                .hasMessageContaining("wrapped in a master key, and none is configured (PARLEY_KEY_FILE)");
    }

    private static KeyTable table(@Nullable MasterKey master) {
        return KeyTable.of(Objects.requireNonNull(node), master);
    }

    private static byte[] secretOf(KeyRing ring) {
        return ring.keys().getLast().secret();
    }

    private static KeyRing now(CompletionStage<KeyRing> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
