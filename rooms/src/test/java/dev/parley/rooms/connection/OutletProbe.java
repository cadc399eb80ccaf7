package dev.parley.rooms.connection;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.parley.core.sync.SyncMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** An outlet that writes down as one line whatever goes out, and that is full when the test says so. */
final class OutletProbe implements Outlet {
    private final TestProbe<String> probe;
    private volatile boolean full;

    OutletProbe(ActorTestKit kit) {
        probe = kit.createTestProbe("outlet");
    }

    /** The client does not read any more. */
    void fills() {
        full = true;
    }

    /** These and nothing between them. */
    void sends(String... messages) {
        for (var expected : messages) {
            assertThat(probe.receiveMessage()).isEqualTo(expected);
        }
    }

    /** For a connection that has done all that it was told. */
    void sendsNothing() {
        probe.expectNoMessage(Duration.ZERO);
    }

    @Override
    public boolean offer(ServerMessage message) {
        // Read once: the test may fill it as soon as it sees this message.
        boolean taken = !full;
        if (taken) {
            probe.ref().tell(describe(message));
        }
        return taken;
    }

    @Override
    public void abort(Ending reason) {
        probe.ref().tell("aborted: " + reason);
    }

    private static String describe(ServerMessage message) {
        return switch (message) {
            case ServerMessage.End m -> "end: " + m.reason();
            case ServerMessage.Sync m -> "sync " + m.seat() + ": " + describe(m.message());
            case ServerMessage.Changed m -> "changed " + m.seat() + ": " + join(m.updates());
            case ServerMessage.Contents m -> "contents " + m.seat() + ": " + join(List.of(m.update()));
            case ServerMessage.Presence m ->
                "presence " + m.seat() + ": "
                        + m.states().stream()
                                .map(state -> state.client() + "@" + state.clock() + " " + state.json())
                                .collect(Collectors.joining(", "));
            case ServerMessage.ReadOnly m -> "read only " + m.seat();
        };
    }

    private static String describe(SyncMessage message) {
        return switch (message) {
            case SyncMessage.Step1 m -> "step 1 with " + m.stateVector().length + " bytes";
            case SyncMessage.Step2 m -> "step 2 with " + m.update().length + " bytes";
            case SyncMessage.Update m -> "update with " + m.update().length + " bytes";
        };
    }

    private static String join(List<byte[]> updates) {
        return updates.stream()
                .map(update -> new String(update, StandardCharsets.UTF_8))
                .collect(Collectors.joining(", "));
    }
}
