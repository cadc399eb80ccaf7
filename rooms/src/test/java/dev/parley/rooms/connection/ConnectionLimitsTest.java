package dev.parley.rooms.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitsTest {

    private static final Config REFERENCE =
            ConfigFactory.parseResources("reference.conf").resolve().getConfig("parley.connections");

    @Test
    void the_reference_gives_legal_limits() {
        assertThat(ConnectionLimits.from(REFERENCE))
                .isEqualTo(new ConnectionLimits(
                        64, Duration.ofSeconds(15), Duration.ofMillis(100), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({"max-unacknowledged, 0", "seat-within, 0s", "min-backoff, 0s", "max-backoff, 99ms"})
    void a_wrong_value_is_refused_by_a_sentence_that_names_the_key(String key, String value) {
        var config = ConfigFactory.parseString(key + " = " + value).withFallback(REFERENCE);

        assertThatThrownBy(() -> ConnectionLimits.from(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parley.connections: " + key);
    }

    @Test
    void pauses_need_not_grow() {
        var same = Duration.ofSeconds(1);

        assertThat(new ConnectionLimits(1, same, same, same).maxBackoff()).isEqualTo(same);
    }
}
