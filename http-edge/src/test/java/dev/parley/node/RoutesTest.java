package dev.parley.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.parley.edge.http.HttpAnswer;
import dev.parley.edge.http.RawRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every address of a running node has in common. */
class RoutesTest {
    private static final List<String> ADDRESSES =
            List.of("/", "/style.css", "/health/live", "/health/ready", "/metrics", "/yjs/kitchen", "/nothing");

    @RegisterExtension
    static final RunningNode NODE =
            RunningNode.with("parley.http { hosts = [\"parley.example\"], origins = [\"https://app.example.org\"] }");

    @Nested
    class A_request_is_refused_everywhere {

        /** A1: any page in somebody's browser can send requests to this machine. */
        @ParameterizedTest
        @MethodSource("dev.parley.node.RoutesTest#foreignOriginsAtEveryAddress")
        void if_it_is_from_a_foreign_page(String origin, String address) {
            assertProblem(NODE.answerTo(RawRequest.get(address).with("Origin: " + origin)), 403);
            assertProblem(NODE.answerTo(RawRequest.upgrade(address).with("Origin: " + origin)), 403);
        }

        /** A2: a foreign name may have been made to point to this machine. */
        @ParameterizedTest
        @MethodSource("dev.parley.node.RoutesTest#foreignHostsAtEveryAddress")
        void if_it_is_for_a_foreign_host(String host, String address) {
            assertProblem(NODE.answerTo(RawRequest.get(address).host(host)), 421);
            assertProblem(NODE.answerTo(RawRequest.upgrade(address).host(host)), 421);
        }

        @Test
        void if_it_is_from_a_foreign_page_whatever_its_method() {
            for (var method : List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
                var request = RawRequest.of(method, "/yjs/kitchen").with("Content-Length: 0");

                assertThat(NODE.answerTo(request.with("Origin: https://evil.example"))
                                .status())
                        .as(method)
                        .isEqualTo(403);
            }
        }

        @Test
        void if_it_tells_two_origins() {
            var request = RawRequest.upgrade("/yjs/kitchen")
                    .with("Origin: http://localhost")
                    .with("Origin: https://evil.example");

            assertThat(NODE.answerTo(request).status()).isIn(400, 403);
        }

        @Test
        void if_it_tells_two_hosts() {
            var request = RawRequest.upgrade("/yjs/kitchen").with("Host: evil.example");

            assertThat(NODE.answerTo(request).status()).isIn(400, 421);
        }

        @Test
        void if_it_tells_no_host() {
            var request = RawRequest.upgrade("/yjs/kitchen").withoutHost();

            assertThat(NODE.answerTo(request).status()).isIn(400, 421);
        }

        @Test
        void if_its_address_is_of_a_foreign_host() {
            var request = RawRequest.get("http://evil.example/metrics");

            assertThat(NODE.answerTo(request).status()).isIn(400, 421);
        }

        @Test
        void and_no_room_is_started() {
            for (var origin : List.of("https://evil.example", "null", "http://localhost@evil.example")) {
                NODE.answerTo(RawRequest.upgrade("/yjs/refused").with("Origin: " + origin));
            }
            NODE.answerTo(RawRequest.upgrade("/yjs/refused").host("evil.example"));
            double rooms = NODE.metric("parley_rooms_open");

            // A room takes a moment to open: one that is entered now would come after all of those.
            try (var ada = NODE.enter("entered")) {
                ada.hear();
                assertThat(NODE.metric("parley_rooms_open")).isEqualTo(rooms + 1);
            }
        }

        /** CORS: what is refused must not be readable for the page that asked, either. */
        @Test
        void and_no_foreign_page_may_read_the_answer() {
            var answer = NODE.answerTo(RawRequest.get("/metrics").with("Origin: https://evil.example"));

            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Nested
    class A_request_comes_in {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost",
                    "https://localhost:8443",
                    "http://127.0.0.1:5173",
                    "http://[::1]:8080",
                    "https://app.example.org",
                })
        void from_a_page_that_may(String origin) {
            assertThat(NODE.answerTo(RawRequest.get("/health/live").with("Origin: " + origin))
                            .status())
                    .isEqualTo(200);
            assertEnters(RawRequest.upgrade("/yjs/welcome").with("Origin: " + origin));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "localhost",
                    "LOCALHOST:8080",
                    "127.0.0.1:1",
                    "[::1]:8080",
                    "parley.example",
                    "Parley.Example:443"
                })
        void for_a_host_of_ours(String host) {
            assertThat(NODE.answerTo(RawRequest.get("/health/live").host(host)).status())
                    .isEqualTo(200);
            assertEnters(RawRequest.upgrade("/yjs/welcome").host(host));
        }

        @Test
        void from_a_page_of_its_own_host() {
            assertEnters(
                    RawRequest.upgrade("/yjs/welcome").host("parley.example").with("Origin: https://parley.example"));
        }

        private static void assertEnters(RawRequest request) {
            assertThatNoException().isThrownBy(() -> NODE.socket(request).close());
        }
    }

    @Nested
    class An_answer {

        @ParameterizedTest
        @MethodSource("dev.parley.node.RoutesTest#requestsOfEveryKind")
        void tells_browsers_to_be_careful(RawRequest request) {
            assertCareful(NODE.answerTo(request));
        }

        @Test
        void to_a_handshake_tells_browsers_to_be_careful() {
            try (var ada = NODE.enter("careful")) {
                assertCareful(ada.handshake());
            }
        }

        @Test
        void does_not_tell_what_the_server_is_made_of() {
            assertThat(NODE.answerTo(RawRequest.get("/")).header("Server")).isEmpty();
        }

        @Test
        void at_an_unknown_address_is_a_problem_document() {
            assertProblem(NODE.answerTo(RawRequest.get("/nothing")), 404);
            assertProblem(NODE.answerTo(RawRequest.get("/health/elsewhere")), 404);
            assertProblem(NODE.answerTo(RawRequest.get("/yjsx")), 404);
        }

        @Test
        void at_an_unknown_address_is_the_same_whatever_the_method() {
            assertProblem(NODE.answerTo(RawRequest.of("POST", "/nothing").with("Content-Length: 0")), 404);
        }

        @Test
        void to_an_unknown_method_is_a_problem_document() {
            assertProblem(NODE.answerTo(RawRequest.of("POST", "/metrics").with("Content-Length: 0")), 405);
        }

        @Test
        void to_an_address_that_is_too_long_is_a_problem_document() {
            assertProblem(NODE.answerTo(RawRequest.get("/" + "a".repeat(9_000))), 414);
        }

        @Test
        void to_an_address_that_cannot_be_read_is_a_problem_document() {
            assertProblem(NODE.answerTo(RawRequest.get("/%zz")), 400);
        }

        private static void assertCareful(HttpAnswer answer) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'self'");
        }
    }

    @Nested
    class The_address {

        @Test
        void of_the_page_is_where_people_land() {
            var answer = NODE.answerTo(RawRequest.get("/"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.body()).contains("Parley");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/health/live", "/health/ready"})
        void of_health_says_up_and_nothing_else(String address) {
            var answer = NODE.answerTo(RawRequest.get(address));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("up\n");
        }

        @Test
        void of_the_metrics_is_text_for_prometheus() {
            var answer = NODE.answerTo(RawRequest.get("/metrics"));

            assertThat(answer.header("Content-Type")).startsWith("text/plain");
            assertThat(answer.body()).contains("# TYPE parley_rooms_open gauge");
        }

        @Test
        void of_the_metrics_names_no_room() {
            try (var ada = NODE.enter("secret-garden")) {
                ada.hear();

                assertThat(NODE.answerTo(RawRequest.get("/metrics")).body()).doesNotContain("secret-garden");
            }
        }
    }

    static Stream<Arguments> foreignOriginsAtEveryAddress() {
        return atEveryAddress(
                "https://evil.example",
                "null",
                "file://",
                "chrome-extension://abcdefghijklmnop",
                "http://app.localhost:8080",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "http://127.0.0.1.nip.io",
                "http://localhost/",
                "http://localhost/page",
                "http://app.example.org",
                "https://app.example.org:444",
                "http://localhost http://evil.example",
                "http://localhost, http://evil.example");
    }

    static Stream<Arguments> foreignHostsAtEveryAddress() {
        return atEveryAddress(
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.nip.io:8080",
                "app.localhost",
                "localhost.",
                "127.0.0.2",
                "sub.parley.example");
    }

    private static Stream<Arguments> atEveryAddress(String... values) {
        return Stream.of(values).flatMap(value -> ADDRESSES.stream().map(address -> Arguments.of(value, address)));
    }

    static Stream<RawRequest> requestsOfEveryKind() {
        return Stream.of(
                RawRequest.get("/"),
                RawRequest.get("/health/live"),
                RawRequest.get("/metrics"),
                RawRequest.get("/nothing"),
                RawRequest.get("/yjs/kitchen"),
                RawRequest.upgrade("/yjs/"),
                RawRequest.upgrade("/yjs/%zz"),
                RawRequest.of("POST", "/metrics").with("Content-Length: 0"),
                RawRequest.get("/").with("Origin: https://evil.example"),
                RawRequest.get("/").host("evil.example"));
    }

    private static void assertProblem(HttpAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotEmpty();
        assertThat(answer.json().get("detail").asText()).isNotEmpty();
    }
}
