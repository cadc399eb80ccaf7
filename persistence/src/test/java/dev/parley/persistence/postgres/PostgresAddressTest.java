package dev.parley.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a database, as people type it, and what it means for the way there. */
class PostgresAddressTest {

    @Test
    void has_a_user_a_server_and_a_database() {
        var address = PostgresAddress.parse("postgresql://parley@db.example.org:5433/rooms");

        assertThat(address.user()).isEqualTo("parley");
        assertThat(address.servers()).isEqualTo("db.example.org:5433");
        assertThat(address.database()).isEqualTo("rooms");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://a@b/c, postgresql://a@b:5432/c",
        "postgresql://a@[::1]/c, postgresql://a@[::1]:5432/c",
        "'postgresql://a@b:1,d:2/c', 'postgresql://a@b:1,d:2/c'",
        "postgresql://a%40x@b/c%20d, postgresql://a@x@b:5432/c d"
    })
    void may_be_written_in_several_ways(String text, String meant) {
        assertThat(PostgresAddress.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "mysql://a@b/c",
                "postgresql://b/c",
                "postgresql://a@b",
                "postgresql://a@/c",
                "postgresql://a@b:0/c",
                "postgresql://a@b:99999/c",
                "postgresql://a@b,/c",
                "postgresql://a@b/c/d",
                "postgresql://a@b/c?ssl=true",
                "postgresql://a@b/c?sslmode=prefer"
            })
    void that_is_none_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PostgresAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://parley:hunter2@localhost/parley",
                "postgresql://parley:hunter2@@localhost/parley",
                "parley:hunter2@localhost",
                "postgresql://parley@localhost/parley?password=hunter2"
            })
    void with_a_password_is_refused_and_not_repeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresAddress.parse(text))
                .withMessageContaining("PARLEY_POSTGRES_PASSWORD")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://a@127.0.0.1/c, DISABLE",
        "postgresql://a@db.example.org/c, VERIFY_FULL",
        "'postgresql://a@localhost,db.example.org/c', VERIFY_FULL",
        "postgresql://a@db.example.org/c?sslmode=require, REQUIRE",
        "postgresql://a@127.0.0.1/c?sslmode=verify-full, VERIFY_FULL"
    })
    void is_reached_in_the_clear_on_this_machine_alone_unless_it_says_so(String text, Tls tls) {
        assertThat(TestServer.settings(text).tls()).isEqualTo(tls);
    }

    @Test
    void names_a_certificate_that_must_be_there() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestServer.settings("postgresql://a@b/c?sslrootcert=/nowhere/root.pem"))
                .withMessage("there is no certificate to read in /nowhere/root.pem");
    }

    @ParameterizedTest
    @CsvSource({"connections, 1", "connections, 1001", "statement-within, 0s", "prepare-within, -1s"})
    void comes_with_limits_that_are_checked(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestServer.settings("postgresql://a@b/c", null, Map.of(key, value)))
                .withMessageContaining("parley.postgres." + key);
    }

    @Test
    void and_its_limits_reach_akkas_plugin() {
        var config = TestServer.settings("postgresql://a@b/c", null, Map.of("connections", 7))
                .journal()
                .withFallback(ConfigFactory.load());

        assertThat(config.getInt("akka.persistence.r2dbc.connection-factory.max-size"))
                .isEqualTo(7);
        assertThat(config.getString("akka.persistence.r2dbc.journal.publish-events"))
                .isEqualTo("off");
    }
}
