package dev.parley.edge.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(LogsTest.class);
    private static final String ODD = "\"kitchen\"\n\u001b[31m\r\u0085\u2028ERROR \\ 😀";

    private final PrintStream err = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true, UTF_8));
    }

    @AfterEach
    void leave_the_logs_as_they_were() throws JoranException {
        System.setErr(err);
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Nested
    class As_json {

        @BeforeEach
        void start() {
            Logs.start(Logs.Form.JSON, "info");
        }

        @Test
        void each_entry_is_an_object_on_a_line_of_its_own() throws IOException {
            LOG.info("first");
            LOG.warn("second");

            assertThat(lines()).hasSize(2);
            assertThat(JSON.readTree(lines().get(0)).get("level").asText()).isEqualTo("INFO");
            assertThat(JSON.readTree(lines().get(1)).get("message").asText()).isEqualTo("second");
        }

        @Test
        void room_user_and_connection_stand_under_keys() throws IOException {
            LOG.atInfo()
                    .addKeyValue("room", "kitchen")
                    .addKeyValue("user", "ada")
                    .addKeyValue("connection", "c1")
                    .log("Seated");

            var entry = JSON.readTree(lines().getFirst());
            assertThat(valueOf(entry, "room")).isEqualTo("kitchen");
            assertThat(valueOf(entry, "user")).isEqualTo("ada");
            assertThat(valueOf(entry, "connection")).isEqualTo("c1");
            assertThat(entry.get("message").asText()).isEqualTo("Seated");
        }

        @Test
        void a_name_with_odd_characters_stays_whole_on_one_line() throws IOException {
            LOG.atInfo().addKeyValue("user", ODD).log("Seated");

            assertThat(lines()).hasSize(1);
            assertThat(valueOf(JSON.readTree(lines().getFirst()), "user")).isEqualTo(ODD);
        }

        @Test
        void a_failure_is_part_of_its_entry() throws IOException {
            LOG.error("Failed", new IllegalStateException("line 1\nline 2"));

            assertThat(lines()).hasSize(1);
            assertThat(JSON.readTree(lines().getFirst())
                            .at("/throwable/message")
                            .asText())
                    .isEqualTo("line 1\nline 2");
        }

        /** As an object if it is one, else as a list of pairs: both say it under its key. */
        private static String valueOf(JsonNode entry, String key) {
            var pairs = entry.get("kvpList");
            return pairs.isArray()
                    ? pairs.valueStream()
                            .map(pair -> pair.path(key).asText())
                            .filter(value -> !value.isEmpty())
                            .findFirst()
                            .orElse("")
                    : pairs.path(key).asText();
        }
    }

    @Nested
    class As_text {

        @BeforeEach
        void start() {
            Logs.start(Logs.Form.TEXT, "info");
        }

        @Test
        void an_entry_is_a_line_with_its_message_and_its_keys() {
            LOG.atInfo().addKeyValue("room", "kitchen").log("Seated");

            assertThat(lines()).singleElement().asString().contains("INFO", "Seated", "room=\"kitchen\"");
        }

        @Test
        void a_name_with_odd_characters_stays_on_one_line() {
            LOG.atInfo().addKeyValue("user", ODD).log("Seated");

            assertThat(text().strip()).doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
        }
    }

    @Nested
    class Of_level {

        @ParameterizedTest
        @ValueSource(strings = {"error", "ERROR"})
        void error_leave_out_what_is_less(String level) {
            Logs.start(Logs.Form.TEXT, level);

            LOG.warn("less");
            LOG.error("enough");

            assertThat(lines()).singleElement().asString().contains("enough");
        }

        @Test
        void debug_concern_us_and_not_the_libraries_beneath() {
            Logs.start(Logs.Form.TEXT, "debug");

            LoggerFactory.getLogger("akka.actor").info("theirs");
            LOG.debug("ours");

            assertThat(lines()).singleElement().asString().contains("ours");
        }
    }

    private String text() {
        return written.toString(UTF_8);
    }

    private List<String> lines() {
        return List.of(text().split("\n", 0));
    }
}
