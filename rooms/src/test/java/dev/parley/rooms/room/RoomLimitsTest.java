package dev.parley.rooms.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomLimitsTest {

    private static final Config REFERENCE =
            ConfigFactory.parseResources("reference.conf").resolve().getConfig("parley.rooms");

    @Test
    void the_reference_gives_legal_limits() {
        var limits = RoomLimits.from(REFERENCE);

        assertThat(limits.maxSeats()).isEqualTo(1000);
        assertThat(limits.maxUpdate()).isEqualTo(32L << 20);
        assertThat(limits.maxWaiting()).isEqualTo(64L << 20);
        assertThat(limits.maxBatch()).isEqualTo(1L << 20);
        assertThat(limits.openWithin()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.keyWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.eraseWithin()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.idleAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(limits.stopWithin()).isEqualTo(Duration.ofSeconds(8));
        assertThat(limits.presenceTick()).isEqualTo(Duration.ofMillis(50));
        assertThat(limits.presence().silence()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.presence().statesPerUpdate()).isEqualTo(2000);
        assertThat(limits.presence().statesPerRoom()).isEqualTo(2000);
        assertThat(limits.presence().stateBytes()).isEqualTo(64 << 10);
        assertThat(limits.presence().stateDepth()).isEqualTo(100);
        assertThat(limits.presence().clockStep()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "max-seats, 0",
        "max-update, 0",
        "max-waiting, 1 MiB",
        "max-batch, 0",
        "open-within, 0s",
        "key-within, 0s",
        "erase-within, 0s",
        "idle-after, 0s",
        "stop-within, -1s",
        "presence.tick, 0s",
        "presence.silence, 0s",
        "presence.max-states-per-message, 0",
        "presence.max-states-per-message, 1999",
        "presence.max-state, 0",
        "presence.max-state, 2 GiB",
        "presence.max-state-depth, 0",
        "presence.max-clients, 0",
        "presence.max-clock-step, 0"
    })
    void a_wrong_value_is_refused_by_a_sentence_that_names_the_key(String key, String value) {
        assertThatThrownBy(() -> RoomLimits.from(with(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parley.rooms: ")
                .hasMessageContaining(key);
    }

    @Test
    void the_smallest_value_of_each_is_legal() {
        var smallest = ConfigFactory.parseString("""
                max-seats = 1, max-update = 1, max-waiting = 1, max-batch = 1
                open-within = 1ms, key-within = 1ms, erase-within = 1ms, idle-after = 1ms, stop-within = 1ms
                presence {
                  tick = 1ms, silence = 1ms
                  max-states-per-message = 1, max-state = 1, max-state-depth = 1, max-clients = 1, max-clock-step = 1
                }
                """);

        assertThat(RoomLimits.from(smallest).maxSeats()).isEqualTo(1);
    }

    private static Config with(String key, String value) {
        return ConfigFactory.parseString(key + " = \"" + value + "\"").withFallback(REFERENCE);
    }
}
