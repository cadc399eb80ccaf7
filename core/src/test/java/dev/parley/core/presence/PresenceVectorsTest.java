package dev.parley.core.presence;

import static dev.parley.core.engine.lib0.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Follows an awareness of y-protocols step by step. Each client number has a seat of its own here, so that removing clients is
 * the leaving of their seats. What concerns the awareness's own client is left out, as Presence has none: its number in applied
 * updates, in removals and in what is expected, and all steps that set its state. Of the case {@code own-state} nothing is left.
 */
class PresenceVectorsTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final PresenceLimits LIMITS = new PresenceLimits(100, 1000, 10, 100, 1000, Duration.ofSeconds(30));
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("cases")
    void states_are_taken_and_removed_as_yjs_does(JsonNode vector) throws Exception {
        var presence = new Presence<Long>(LIMITS);
        long own = vector.at("/local/client").asLong();

        for (var step : vector.get("steps")) {
            var told = tell(presence, step, own);

            assertThat(told).as("update event of %s", step).isEqualTo(updateEvent(step, own));
            assertThat(shown(presence)).as("states after %s", step).isEqualTo(expected(step.get("states"), own));
            var clocks = expected(step.get("clocks"), own);
            assertThat(clocks(presence, clocks.keySet()))
                    .as("clocks after %s", step)
                    .isEqualTo(clocks);
        }
    }

    static Stream<JsonNode> cases() {
        return Vectors.cases("protocol.json", "awareness")
                .filter(c -> !c.get("name").asText().equals("own-state"));
    }

    private static Set<Long> tell(Presence<Long> presence, JsonNode step, long own) throws Exception {
        var told = new ArrayList<ClientState>();
        if (step.has("apply")) {
            var update = AwarenessUpdate.read(new Decoder(bytes(step.get("apply"))), LIMITS);
            for (var state : update.states()) {
                if (state.client() != own) {
                    told.addAll(presence.announce(state.client(), "user " + state.client(), List.of(state), NOW));
                }
            }
        }
        for (var number : step.path("remove")) {
            told.addAll(presence.leave(number.asLong()));
        }
        var clients = new TreeSet<Long>();
        told.forEach(state -> clients.add(state.client()));
        return clients;
    }

    private static Set<Long> updateEvent(JsonNode step, long own) {
        var clients = new TreeSet<Long>();
        for (var kind : List.of("added", "updated", "removed")) {
            step.path("update").path(kind).forEach(number -> clients.add(number.asLong()));
        }
        clients.remove(own);
        return clients;
    }

    private static Map<Long, JsonNode> shown(Presence<Long> presence) throws Exception {
        var shown = new TreeMap<Long, JsonNode>();
        for (var state : presence.states()) {
            shown.put(state.client(), JSON.readTree(state.text()));
        }
        return shown;
    }

    private static Map<Long, JsonNode> clocks(Presence<Long> presence, Set<Long> clients) throws Exception {
        var clocks = new TreeMap<Long, JsonNode>();
        for (var state : presence.statesOf(clients)) {
            clocks.put(state.client(), JSON.readTree(Long.toString(state.clock())));
        }
        return clocks;
    }

    /** Pairs of a client and a value. */
    private static Map<Long, JsonNode> expected(JsonNode pairs, long own) {
        var expected = new TreeMap<Long, JsonNode>();
        pairs.forEach(pair -> expected.put(pair.get(0).asLong(), pair.get(1)));
        expected.remove(own);
        return expected;
    }
}
