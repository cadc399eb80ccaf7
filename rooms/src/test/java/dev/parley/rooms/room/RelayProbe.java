package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.parley.core.presence.ClientState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A relay that only listens, and writes down each news as one line. */
public final class RelayProbe {
    private final TestProbe<News> probe;

    public RelayProbe(ActorTestKit kit, String name) {
        probe = kit.createTestProbe(name);
    }

    public ActorRef<News> ref() {
        return probe.ref();
    }

    /** These and nothing between them. */
    public void hears(String... news) {
        for (var expected : news) {
            assertThat(describe(probe.receiveMessage())).isEqualTo(expected);
        }
    }

    public ActorRef<Lobby.Command> hearsOfASeat() {
        return probe.expectMessageClass(News.Seated.class).lobby();
    }

    /** The next so many news, whatever they are. */
    List<String> hearsMany(int count) {
        return Stream.generate(() -> describe(probe.receiveMessage()))
                .limit(count)
                .toList();
    }

    /** For what has ended: nothing can be on its way any more. */
    void hasHeardNothing() {
        probe.expectNoMessage(Duration.ZERO);
    }

    /** Waits until it is so. */
    void awaits(Runnable assertion) {
        probe.awaitAssert(() -> {
            assertion.run();
            return Done.getInstance();
        });
    }

    void stops() {
        probe.stop();
    }

    static String describe(News news) {
        return switch (news) {
            case News.Seated n -> "seated " + n.seat();
            case News.Changed n ->
                "changed " + n.sequence() + ": "
                        + join(n.changes().stream().map(c -> c.seat() + " " + Said.words(c.update())));
            case News.NothingNew n -> "nothing new from " + n.seat();
            case News.Contents n -> "contents for " + n.seat() + ": " + Said.words(n.update());
            case News.PresenceChanged n ->
                "presence: " + join(n.states().stream().map(RelayProbe::describe));
            case News.PresenceNow n ->
                "present for " + n.seat() + ": " + join(n.states().stream().map(RelayProbe::describe));
            case News.Refused n -> "refused " + n.seat() + ": " + n.reason();
        };
    }

    private static String describe(ClientState state) {
        return state.client() + "@" + state.clock() + " " + (state.isGone() ? "gone" : state.json());
    }

    private static String join(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }
}
