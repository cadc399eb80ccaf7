package dev.parley.persistence.postgres;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL that the tests bring along and start themselves, as root too, with the settings of a fresh installation: what
 * is confirmed is on the disk. Where it doesn't start, its tests are skipped on a person's machine and fail in CI, so that nobody
 * takes a build without them for a green one.
 */
public final class TestServer implements AutoCloseable {
    /** Nothing else has this text, so wherever it is found, it has leaked. */
    public static final String PASSWORD = "correct-horse:battery/staple@%41";

    public static final String USER = "parley";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable TestServer shared;
    private static @Nullable String objection;

    private final Path data;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    /** The one that the whole run shares; who stops a server starts one of his own. */
    public static synchronized TestServer shared() {
        if (shared == null && objection == null) {
            try {
                shared = new TestServer();
            } catch (IOException | IllegalStateException e) {
                objection = String.valueOf(e.getMessage());
            }
        }
        if (shared == null) {
            var sentence = "The tests with PostgreSQL did not run: it does not start here (" + objection + ").";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(sentence + " With CI=true nothing is skipped.");
            }
            Assumptions.abort(sentence);
            throw new IllegalStateException(sentence);
        }
        return shared;
    }

    TestServer() throws IOException {
        this(Map.of());
    }

    /** One with settings of its own. */
    TestServer(Map<String, String> more) throws IOException {
        data = Files.createTempDirectory("parley-postgres");
        settings = Map.copyOf(more);
        server = starting(0)
                .setDataDirectoryCustomizer(TestServer::askForPasswords)
                .start();
        execute("create role " + USER + " login password '" + PASSWORD + "'");
    }

    private EmbeddedPostgres.Builder starting(int port) {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    /** The server's own superuser comes in without one: it is how the tests set the stage. */
    private static void askForPasswords(java.io.File data) {
        try {
            Files.write(
                    data.toPath().resolve("pg_hba.conf"),
                    List.of("host all postgres all trust", "host all all all scram-sha-256"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a new database that belongs to the user of the tests. */
    public String newDatabase() {
        var name = "test" + DATABASES.incrementAndGet();
        execute("create database " + name + " owner " + USER);
        return address(USER, name);
    }

    public String address(String user, String database) {
        return address(user, "127.0.0.1", database);
    }

    /** By another name of this machine. */
    String address(String user, String host, String database) {
        return "postgresql://" + user + "@" + host + ":" + server.getPort() + "/" + database;
    }

    public static PostgresSettings settings(String address) {
        return settings(address, new Secret(PASSWORD), Map.of());
    }

    static PostgresSettings settings(String address, @Nullable Secret password, Map<String, Object> others) {
        return PostgresSettings.from(
                ConfigFactory.parseMap(others)
                        .withFallback(ConfigFactory.parseMap(Map.of("url", address)))
                        .withFallback(ConfigFactory.defaultReference().getConfig("parley.postgres")),
                password);
    }

    /** What an actor system with its journal in a new database, made ready, is given. */
    public static Config journal() {
        return journal(shared().newDatabase());
    }

    public static Config journal(String address) {
        var settings = settings(address);
        try {
            Database.prepare(settings);
        } catch (Database.Unusable e) {
            throw new IllegalStateException(e);
        }
        return settings.journal().withFallback(ConfigFactory.load());
    }

    /** As the superuser, beside what is tested. */
    void execute(String sql) {
        execute("postgres", sql);
    }

    void execute(String database, String sql) {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<String> query(String database, String sql) {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void stop() throws IOException {
        server.close();
    }

    /** The server is there, takes connections, and does nothing more, until it is let go on. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var lines = Files.readAllLines(data.resolve("data").resolve("postmaster.pid"));
        var server = ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(server.pid())));
        server.descendants().forEach(process -> command.add(Long.toString(process.pid())));
        Assertions.assertEquals(
                0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    /** On the same port, with the same data. */
    void startAgain() throws IOException {
        server = starting(server.getPort()).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
