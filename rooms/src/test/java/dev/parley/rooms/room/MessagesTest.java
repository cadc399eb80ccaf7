package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.presence.ClientState;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes from one node to another arrives as it was sent. */
class MessagesTest {

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.load());
    private static final Seat SEAT = new Seat("c-1", 7);
    private static final byte[] UPDATE = {1, 1, 5, 0, 4, (byte) 0xff};
    private static final List<ClientState> STATES =
            List.of(new ClientState(5, 1, "{\"name\":\"Zoë\"}"), new ClientState((1L << 53) - 1, 9, null));

    /** One of each; who adds a message adds it here. */
    private static List<Object> samples() {
        return List.of(
                new Lobby.Take(
                        SEAT,
                        new Principal("ada", "Ada \ud83e\udeb6"),
                        Set.of(Right.READ, Right.WRITE),
                        "yjs",
                        KIT.<News>createTestProbe().ref()),
                new Lobby.Leave(SEAT),
                new Lobby.Submit(SEAT, UPDATE),
                new Lobby.Ask(SEAT),
                new Lobby.Announce(SEAT, STATES),
                new Lobby.AskPresence(SEAT),
                new Lobby.Erase("ada", KIT.<Erasure>createTestProbe().ref()),
                new Lobby.Stop(),
                new News.Seated(SEAT, KIT.<Lobby.Command>createTestProbe().ref()),
                new News.Changed(
                        (1L << 53) - 1,
                        List.of(new News.SeatChange(SEAT, UPDATE), new News.SeatChange(SEAT, new byte[0]))),
                new News.NothingNew(SEAT),
                new News.Contents(SEAT, UPDATE),
                new News.PresenceChanged(STATES),
                new News.PresenceNow(SEAT, STATES),
                new News.Refused(SEAT, Refusal.FULL),
                new Erasure.Done(),
                new Erasure.Unfinished("The disk is slow."),
                new Erasure.NotDone("The disk is full."),
                new Erasure.NothingThere());
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @MethodSource("families")
    void every_message_has_a_sample(Class<?> message) {
        assertThat(samples()).anyMatch(message::isInstance);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_message_arrives_as_it_was_sent(Object message) {
        var arrived = KIT.serializationTestKit().verifySerialization(message, false);

        assertThat(arrived).usingRecursiveComparison().isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_message_travels_as_cbor(Object message) {
        var serializer = SerializationExtension.get(KIT.system()).findSerializerFor(message);

        assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
    }

    @Test
    void the_largest_update_arrives() {
        var update = new byte[32 << 20];

        var arrived = KIT.serializationTestKit().verifySerialization(new Lobby.Submit(SEAT, update), false);

        assertThat(arrived.update()).isEqualTo(update);
    }

    /** All that others may send to a lobby, and all that it tells; what it tells itself never leaves its node. */
    private static Stream<Class<?>> families() {
        return Stream.of(Lobby.Command.class, News.class, Erasure.class)
                .flatMap(family -> Stream.<Class<?>>of(family.getPermittedSubclasses()))
                .filter(message -> !Modifier.isPrivate(message.getModifiers()));
    }
}
