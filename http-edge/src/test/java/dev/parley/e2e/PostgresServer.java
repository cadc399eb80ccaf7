package dev.parley.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A real PostgreSQL, brought along by Maven, that can be stopped in several ways and started again on the same data and port. It has
 * the settings of a fresh installation: the default of tests would lose what is confirmed, and Parley refuses that.
 */
final class PostgresServer implements AutoCloseable {
    /** How a server goes. */
    enum Stop {
        /** It ends what is under way and leaves its files in order. */
        IN_ORDER,
        /** It comes back by way of its write-ahead log. */
        CRASH
    }

    /** A start takes a second; after a crash, and on a busy machine, it takes more. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    static PostgresServer start(Path data, Map<String, String> settings) throws IOException {
        return new PostgresServer(data, settings, 0);
    }

    /** A server that follows this one, from a copy of its data as it is while neither runs. */
    PostgresServer follower(Path folder) throws IOException, InterruptedException {
        int port = server.getPort();
        stop(Stop.IN_ORDER);
        try (var files = Files.walk(data)) {
            for (var file : files.toList()) {
                var copy = folder.resolve(data.relativize(file).toString());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createFile(folder.resolve("standby.signal"));
        startAgain();
        Files.writeString(
                folder.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres application_name=follower'\n");
        return new PostgresServer(folder, settings, 0);
    }

    private PostgresServer(Path data, Map<String, String> settings, int port) throws IOException {
        this.data = data;
        this.settings = settings;
        this.server = run(port);
    }

    private EmbeddedPostgres run(int port) throws IOException {
        var all = new HashMap<>(Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on"));
        all.putAll(settings);
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE);
        all.forEach(builder::setServerConfig);
        return builder.start();
    }

    /** Where it is, for a URL. */
    String host() {
        return "127.0.0.1:" + server.getPort();
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "postgresql://postgres@" + host() + "/postgres";
    }

    void stop(Stop how) throws IOException, InterruptedException {
        if (how == Stop.CRASH) {
            crash();
        }
        // After a crash it finds nobody to stop, says so in the log, and gives its own lock back.
        server.close();
    }

    private void crash() throws IOException, InterruptedException {
        long pid;
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
        var process = ProcessHandle.of(pid).orElseThrow();
        // PostgreSQL's own way to fall over: SIGKILL would leave its children behind.
        int status =
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        if (status != 0) {
            throw new IOException("the server of process " + pid + " could not be made to crash");
        }
        process.onExit().join();
    }

    /** On the same port, with the same data. */
    void startAgain() throws IOException {
        server = run(server.getPort());
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    /** Whether another server takes what this one writes. */
    boolean isFollowed() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1 from pg_stat_replication where state = 'streaming'")) {
            return rows.next();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
