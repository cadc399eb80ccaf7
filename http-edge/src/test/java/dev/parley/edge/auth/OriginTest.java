package dev.parley.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost,               http,  localhost,       80",
        "https://localhost,              https, localhost,       443",
        "http://localhost:8080,          http,  localhost,       8080",
        "https://app.example.org:444,    https, app.example.org, 444",
        "http://127.0.0.1:3000,          http,  127.0.0.1,       3000",
        "http://[::1]:8080,              http,  [::1],           8080",
        "HTTPS://App.Example.ORG,        https, app.example.org, 443",
    })
    void is_a_scheme_a_host_and_a_port(String value, String scheme, String host, int port) {
        assertThat(Origin.parse(value)).isEqualTo(new Origin(scheme, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "localhost",
                "localhost:8080",
                "//localhost",
                "http:",
                "http://",
                "http:localhost",
                "http:///",
                "http://:8080",
                "http://localhost/",
                "http://localhost/page",
                "http://localhost?query",
                "http://localhost#part",
                "http://user@localhost",
                "http://user:secret@localhost",
                "http://localhost@evil.example",
                "http://evil.example\\@localhost",
                "http://localhost evil.example",
                "http://localhost, http://localhost",
                "http://local host",
                "http://localhost:port",
                "http://localhost:80:80",
                "http://[::1",
                "http://::1",
                "file://",
                "file:///etc/passwd",
                "chrome-extension://abcdefghijklmnop",
                "moz-extension://5c1c9c3e",
                "ws://localhost",
                "ftp://localhost",
                "data:text/html,x",
                "blob:http://localhost/5c1c9c3e",
                "about:blank",
                "javascript:alert(1)",
                "*",
                "http://*",
                "http://loc%61lhost",
                "http://lo\u0000calhost",
            })
    void is_nothing_else(String value) {
        assertThat(Origin.parse(value)).isNull();
    }

    @Test
    void is_nothing_overlong() {
        var label = "a".repeat(50) + ".";

        assertThat(Origin.parse("http://" + label.repeat(5) + "example")).isNotNull();
        assertThat(Origin.parse("http://" + label.repeat(6) + "example")).isNull();
    }

    @Nested
    class Is_the_same_as_a_host {

        @ParameterizedTest
        @CsvSource({
            "http://parley.example,       parley.example",
            "http://parley.example,       parley.example:80",
            "http://parley.example:80,    parley.example",
            "https://parley.example,      parley.example",
            "https://parley.example,      parley.example:443",
            "http://parley.example:8080,  parley.example:8080",
            "http://parley.example:8080,  PARLEY.example:8080",
            "http://[::1]:8080,           [::1]:8080",
        })
        void with_the_same_name_and_port(String origin, String host) {
            assertThat(isSame(origin, host)).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "http://parley.example,       other.example",
            "http://parley.example,       parley.example:8080",
            "http://parley.example:8080,  parley.example",
            "http://parley.example:8080,  parley.example:8081",
            "https://parley.example,      parley.example:80",
            "http://parley.example,       parley.example.evil.example",
            "http://parley.example,       evil.example@parley.example",
            "http://parley.example,       parley.example/",
        })
        void and_with_no_other(String origin, String host) {
            assertThat(isSame(origin, host)).isFalse();
        }

        private boolean isSame(String origin, String host) {
            var parsed = Origin.parse(origin);
            return parsed != null && parsed.isSameAs(host);
        }
    }
}
