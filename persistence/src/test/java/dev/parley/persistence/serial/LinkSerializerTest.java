package dev.parley.persistence.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.ActorSystem;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.Head;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinkSerializerTest {

    private static final RoomName ROOM = new RoomName("general");
    private static final KeyRing KEYS = new KeyRing(ROOM, List.of(new ContentKey(1, new byte[ContentKey.BYTES])));
    private static final Link LINK = new Writer(KEYS, 0, 1)
            .write(Head.START, new RoomEvent.Erased(Instant.parse("2026-11-01T12:00:00Z"), "ada"));

    private final LinkSerializer serializer = new LinkSerializer();

    @Nested
    class An_event {

        @Test
        void is_stored_as_the_bytes_that_its_hash_covers() {
            assertThat(serializer.toBinary(LINK)).isEqualTo(LINK.bytes());
        }

        @Test
        void is_read_as_it_was_stored() throws Exception {
            var read = (Link) serializer.fromBinary(LINK.bytes(), "link");

            assertThat(read.bytes()).isEqualTo(LINK.bytes());
            assertThat(read.open(KEYS)).isEqualTo(new RoomEvent.Erased(Instant.parse("2026-11-01T12:00:00Z"), "ada"));
        }

        @Test
        void of_an_unknown_manifest_is_not_read() {
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> serializer.fromBinary(LINK.bytes(), "link-2"))
                    .withMessage("an event stored as 'link-2', which this release doesn't know");
        }

        @Test
        void whose_bytes_are_broken_is_for_the_room_to_find() throws NotSerializableException {
            var broken = (Link) serializer.fromBinary(new byte[] {9}, "link");

            assertThatExceptionOfType(MalformedInput.class).isThrownBy(broken::frame);
        }
    }

    /** These stand beside every event in every journal: never to be changed. */
    @Nested
    class What_is_stored_beside_an_event {

        @Test
        void is_the_number_of_the_serializer() {
            assertThat(serializer.identifier()).isEqualTo(10_109_409);
        }

        @Test
        void is_the_manifest() {
            assertThat(serializer.manifest(LINK)).isEqualTo("link");
        }
    }

    @Test
    void nothing_but_an_event_is_stored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serializer.toBinary("an event"))
                .withMessage("not an event of a room: java.lang.String");
    }

    @Test
    void akka_stores_events_with_it() throws Exception {
        var system = ActorSystem.create("LinkSerializerTest", ConfigFactory.load());
        try {
            var found = SerializationExtension.get(system).findSerializerFor(LINK);

            assertThat(found).isInstanceOf(LinkSerializer.class);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }
}
