package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The way to a server that speaks TLS, with a certificate for the name localhost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(OS.WINDOWS)
class TlsTest {
    private Path folder;
    private Certificate certificate;
    private TestServer server;
    private String database;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        TestServer.shared();
        folder = temporary;
        certificate = Certificate.of("localhost", folder.resolve("server"));
        server = new TestServer(speaking(certificate));
        var address = server.newDatabase();
        database = address.substring(address.lastIndexOf('/') + 1);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void is_closed_to_listeners_with_require() {
        assertThatCode(() -> prepare(address("127.0.0.1", "?sslmode=require"))).doesNotThrowAnyException();
    }

    @Test
    void is_taken_with_verify_full_if_name_and_signer_are_right() {
        assertThatCode(() -> prepare(address("localhost", verifying(certificate))))
                .doesNotThrowAnyException();
    }

    @Test
    void is_refused_with_verify_full_if_the_certificate_is_for_another_name() throws Exception {
        var another = Certificate.of("db.example.org", folder.resolve("another"));

        try (var elsewhere = new TestServer(speaking(another))) {
            var address = elsewhere.newDatabase().replace("127.0.0.1", "localhost") + verifying(another);

            assertThat(refusal(address)).endsWith("verify-full: its certificate is for another name");
        }
    }

    @Test
    void is_refused_with_verify_full_if_somebody_else_signed() throws Exception {
        var other = Certificate.of("localhost", folder.resolve("other"));

        assertThat(refusal(address("localhost", verifying(other)))).contains("nobody whom this node trusts");
    }

    @Test
    void is_refused_with_verify_full_if_nobody_is_known_who_signed() {
        assertThat(refusal(address("localhost", "?sslmode=verify-full"))).contains("nobody whom this node trusts");
    }

    private static Map<String, String> speaking(Certificate certificate) {
        return Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                certificate.certificate().toString(),
                "ssl_key_file",
                certificate.key().toString());
    }

    private static String verifying(Certificate certificate) {
        return "?sslmode=verify-full&sslrootcert=" + certificate.certificate();
    }

    private String address(String host, String parameters) {
        return server.address(TestServer.USER, host, database) + parameters;
    }

    private static void prepare(String address) throws Database.Unusable {
        Database.prepare(TestServer.settings(address));
    }

    /** In a sentence for a person. */
    private static String refusal(String address) {
        var said = new String[1];
        assertThatExceptionOfType(Database.Unusable.class)
                .isThrownBy(() -> prepare(address))
                .satisfies(refused -> said[0] = String.valueOf(refused.getMessage()));
        assertThat(said[0]).doesNotContain("Exception").doesNotContain("\n").doesNotContain(TestServer.PASSWORD);
        return said[0];
    }
}
