package dev.parley.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.typesafe.config.ConfigFactory;
import dev.parley.edge.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
    private static final String OWN_HOST = "127.0.0.1:8080";

    private final FrontDoor door = door(
            List.of("parley.example", "Tunnel.Example"), List.of("https://app.example.org", "http://Kiosk.example:81"));

    @Test
    void who_sends_no_origin_is_no_browser_and_comes_in() {
        assertThat(door.refusalOf(request(OWN_HOST))).isNull();
    }

    @Nested
    class A_page_comes_in {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost",
                    "https://localhost",
                    "http://localhost:8080",
                    "https://localhost:8443",
                    "http://LocalHost:3000",
                    "http://127.0.0.1",
                    "https://127.0.0.1",
                    "http://127.0.0.1:5173",
                    "http://[::1]",
                    "https://[::1]:8443",
                })
        void if_it_is_from_this_machine_whatever_its_port(String origin) {
            assertThat(door.refusalOf(request(OWN_HOST, origin))).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://app.example.org", "HTTPS://APP.EXAMPLE.ORG", "http://kiosk.example:81"})
        void if_the_operator_has_named_it(String origin) {
            assertThat(door.refusalOf(request(OWN_HOST, origin))).isNull();
        }

        /** RFC 6454, section 5: two origins are the same if scheme, host and port are. */
        @Test
        void if_the_operator_has_named_it_with_the_port_that_browsers_leave_out() {
            var named = door(List.of(), List.of("https://app.example.org:443"));

            assertThat(named.refusalOf(request(OWN_HOST, "https://app.example.org")))
                    .isNull();
        }

        @Test
        void if_it_is_one_of_our_own_under_a_name_of_ours() {
            assertThat(door.refusalOf(request("parley.example:8080", "http://parley.example:8080")))
                    .isNull();
            assertThat(door.refusalOf(request("parley.example", "https://parley.example")))
                    .isNull();
        }
    }

    @Nested
    class A_page_is_refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "NULL",
                    "file://",
                    "file:///home/ada/page.html",
                    "chrome-extension://abcdefghijklmnop",
                    "moz-extension://5c1c9c3e",
                    "https://evil.example",
                    "http://evil.example:8080",
                    "http://app.localhost",
                    "http://app.localhost:8080",
                    "http://localhost.",
                    "http://localhost.evil.example",
                    "http://localhost@evil.example",
                    "http://evil.example@localhost",
                    "http://127.0.0.1.nip.io",
                    "http://127.0.0.1@evil.example",
                    "http://127.0.0.2",
                    "http://0.0.0.0",
                    "http://2130706433",
                    "http://0x7f000001",
                    "http://127.1",
                    "http://[::]",
                    "http://[::ffff:127.0.0.1]",
                    "http://localhost/",
                    "http://localhost/evil.example",
                    "http://localhost#evil.example",
                    "http://localhost?evil.example",
                    "ws://localhost",
                    "http://localhost http://localhost",
                    "http://localhost, http://localhost",
                    "http://app.example.org",
                    "https://app.example.org:444",
                    "https://app.example.org.evil.example",
                    "https://evil-app.example.org",
                    "https://sub.app.example.org",
                    "https://app.example.org/",
                    "http://kiosk.example",
                    "http://parley.example",
                })
        void if_it_is_from_elsewhere(String origin) {
            assertRefusedWith(403, request(OWN_HOST, origin));
        }

        @Test
        void if_it_tells_two_origins() {
            assertRefusedWith(403, request(OWN_HOST, "http://localhost", "http://localhost"));
            assertRefusedWith(403, request(OWN_HOST, "http://localhost", "https://evil.example"));
        }

        @Test
        void if_its_origin_is_overlong() {
            assertRefusedWith(403, request(OWN_HOST, "http://" + "a".repeat(10_000)));
        }

        @Test
        void if_it_is_another_one_of_our_own_name() {
            assertRefusedWith(403, request("parley.example:8080", "http://parley.example:9090"));
        }

        @Test
        void with_a_sentence_that_tells_the_operator_what_to_do() {
            var refusal = refusalOf(request(OWN_HOST, "https://evil.example"));

            assertThat(refusal.detail()).contains("parley.http.origins").doesNotContain("evil.example");
        }
    }

    @Nested
    class A_host {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "localhost",
                    "localhost:8080",
                    "LOCALHOST:8080",
                    "127.0.0.1",
                    "127.0.0.1:8080",
                    "127.0.0.1:9999", // Through a tunnel the port is another one.
                    "[::1]",
                    "[::1]:8080",
                    "parley.example",
                    "parley.example:443",
                    "Parley.Example",
                    "tunnel.example",
                })
        void of_this_machine_or_that_the_operator_has_named_is_ours(String host) {
            assertThat(door.refusalOf(request(host))).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ":8080",
                    "evil.example",
                    "evil.example:8080",
                    "localhost.evil.example",
                    "127.0.0.1.nip.io:8080",
                    "app.localhost",
                    "localhost.",
                    "localhost.:8080",
                    "127.0.0.2",
                    "0.0.0.0:8080",
                    "2130706433",
                    "::1",
                    "[::]",
                    "[::1]evil.example",
                    "localhost@evil.example",
                    "evil.example@localhost",
                    "evil.example:80@localhost",
                    "sub.parley.example",
                    "parley.example.evil.example",
                })
        void that_is_another_is_misdirected(String host) {
            assertRefusedWith(421, request(host));
        }

        @Test
        void that_is_missing_is_misdirected() {
            assertRefusedWith(421, HttpRequest.GET("/"));
        }

        @Test
        void that_is_told_twice_is_misdirected() {
            assertRefusedWith(421, request(OWN_HOST).addHeader(RawHeader.create("Host", OWN_HOST)));
        }

        @Test
        void that_is_foreign_is_refused_before_its_own_pages_count_as_ours() {
            assertRefusedWith(421, request("rebound.example:8080", "http://rebound.example:8080"));
        }

        @Test
        void that_is_refused_is_so_with_a_sentence_that_tells_the_operator_what_to_do() {
            var refusal = refusalOf(request("evil.example"));

            assertThat(refusal.detail()).contains("parley.http.hosts").doesNotContain("evil.example");
        }
    }

    @Nested
    class A_configuration {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "app.example.org",
                    "https://app.example.org/",
                    "https://*.example.org",
                    "null",
                    "*",
                    "file://",
                    ""
                })
        void with_an_origin_that_is_none_is_refused_with_a_sentence(String origin) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> door(List.of(), List.of(origin)))
                    .withMessageStartingWith("parley.http.origins: '" + origin + "' is not an origin such as ");
        }

        /** Hosts are compared without their ports, so such an entry would never let anybody in. */
        @ParameterizedTest
        @ValueSource(strings = {"parley.example:8080", "https://parley.example", "parley.example/", ""})
        void with_a_host_that_is_more_than_a_name_is_refused_with_a_sentence(String host) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> door(List.of(host), List.of()))
                    .withMessageStartingWith("parley.http.hosts: '" + host + "'");
        }
    }

    private void assertRefusedWith(int status, HttpRequest request) {
        assertThat(refusalOf(request).status()).isEqualTo(StatusCodes.get(status));
    }

    private Problem refusalOf(HttpRequest request) {
        return Objects.requireNonNull(door.refusalOf(request), "let in");
    }

    private static FrontDoor door(List<String> hosts, List<String> origins) {
        return FrontDoor.ofLoopback(ConfigFactory.parseMap(Map.of("hosts", hosts, "origins", origins)));
    }

    private static HttpRequest request(String host, String... origins) {
        var request = HttpRequest.GET("/yjs/kitchen").addHeader(RawHeader.create("Host", host));
        for (var origin : origins) {
            request = request.addHeader(RawHeader.create("Origin", origin));
        }
        return request;
    }
}
