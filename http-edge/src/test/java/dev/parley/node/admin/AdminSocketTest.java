package dev.parley.node.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdminSocketTest {
    private static final AdminLimits LIMITS = new AdminLimits(2, Duration.ofSeconds(30));

    /** What the commands of these tests wait for. */
    private final CountDownLatch started = new CountDownLatch(1);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Exception> ended = new CompletableFuture<>();

    // Below it a path is short enough for a socket wherever the tests run.
    private Path folder = Path.of("");

    private AdminSocket socket;

    @BeforeEach
    void openIt() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "parley-admin");
        socket = open(LIMITS);
    }

    @AfterEach
    void closeIt() throws IOException {
        goOn.countDown();
        socket.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private int run(List<String> arguments, Terminal terminal) throws IOException {
        switch (arguments.getFirst()) {
            case "echo" -> {
                terminal.say(String.join(" ", arguments.subList(1, arguments.size())) + "\n");
                terminal.complain("Done.");
                return 3;
            }
            case "copy" -> terminal.input().transferTo(terminal.file());
            case "flood" -> flood(terminal);
            case "wait" -> waitForIt();
            default -> throw new IllegalStateException("a bug");
        }
        return 0;
    }

    private void flood(Terminal terminal) throws IOException {
        started.countDown();
        try {
            while (true) {
                terminal.out().write(new byte[Wire.MOST]);
            }
        } catch (IOException e) {
            ended.complete(e);
            throw e;
        }
    }

    private void waitForIt() throws IOException {
        started.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            ended.complete(e);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private AdminSocket open(AdminLimits limits) throws IOException {
        return AdminSocket.open(folder, limits, this::run);
    }

    private int call(Terminal terminal, String... arguments) throws Exception {
        try (var client = AdminClient.connect(folder)) {
            return client.run(List.of(arguments), terminal);
        }
    }

    private CompletableFuture<Integer> callInBackground(Terminal terminal, String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(terminal, arguments);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Nested
    class A_command {

        @Test
        void says_what_it_has_to_say_in_its_clients_process_and_ends_with_its_status() throws Exception {
            var terminal = new TestTerminal();

            assertThat(call(terminal, "echo", "grüß", "Gott")).isEqualTo(3);

            assertThat(terminal.said()).isEqualTo("grüß Gott\n");
            assertThat(terminal.complaints()).isEqualTo("parley: Done.\n");
        }

        @Test
        void reads_and_writes_files_of_any_size_through_its_client() throws Exception {
            for (int size : new int[] {0, 1, Wire.MOST, 3 * Wire.MOST + 17}) {
                var bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                var terminal = new TestTerminal(bytes);

                assertThat(call(terminal, "copy")).isZero();

                assertThat(terminal.written()).isEqualTo(bytes);
            }
        }

        @Test
        void that_has_a_bug_ends_with_1_and_a_sentence() throws Exception {
            var terminal = new TestTerminal();

            assertThat(call(terminal, "no such command")).isEqualTo(1);

            assertThat(terminal.complaints())
                    .isEqualTo("parley: The node failed at this command. Its log says more.\n");
        }

        @Test
        void runs_beside_another() throws Exception {
            var first = callInBackground(new TestTerminal(), "wait");
            started.await();

            var second = new TestTerminal();
            assertThat(call(second, "echo", "me", "too")).isEqualTo(3);

            assertThat(second.said()).isEqualTo("me too\n");
            assertThat(first).isNotDone();
            goOn.countDown();
            assertThat(first.get(30, SECONDS)).isZero();
        }

        @Test
        void waits_for_its_turn_if_too_many_run() throws Exception {
            var first = callInBackground(new TestTerminal(), "wait");
            var second = callInBackground(new TestTerminal(), "wait");
            started.await();

            var third = callInBackground(new TestTerminal(), "echo");
            goOn.countDown();

            assertThat(third.get(30, SECONDS)).isEqualTo(3);
            assertThat(first.get(30, SECONDS)).isZero();
            assertThat(second.get(30, SECONDS)).isZero();
        }

        @Test
        void ends_when_its_client_goes_away() throws Exception {
            try (var client = SocketChannel.open(address())) {
                var wire = new Wire(Channels.newInputStream(client), Channels.newOutputStream(client));
                wire.greet();
                wire.send(new Frame.Command(List.of("flood")));
                assertThat(wire.readAnswer()).isInstanceOf(Frame.Out.class);
            }

            assertThat(ended.get(30, SECONDS)).isInstanceOf(Terminal.Gone.class);
            assertThat(call(new TestTerminal(), "echo")).isEqualTo(3);
        }

        @Test
        void is_interrupted_when_the_node_stops_and_its_client_is_told() throws Exception {
            var running = callInBackground(new TestTerminal(), "wait");
            started.await();

            socket.close();

            assertThat(ended.get(30, SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(running)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(IOException.class);
        }

        @Test
        void whose_client_does_not_read_ends_when_the_node_stops() throws Exception {
            try (var client = SocketChannel.open(address())) {
                var wire = new Wire(Channels.newInputStream(client), Channels.newOutputStream(client));
                wire.greet();
                wire.send(new Frame.Command(List.of("flood")));
                started.await();

                socket.close();

                assertThat(ended.get(30, SECONDS)).isInstanceOf(Terminal.Gone.class);
            }
        }
    }

    @Nested
    class The_socket {

        @Test
        void is_for_its_owner_alone_and_leaves_nothing_else_behind() throws Exception {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
            assertThat(folder).isDirectoryNotContaining(file -> !file.equals(path()));

            socket.close();

            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void takes_the_place_of_one_that_a_dead_node_left() throws Exception {
            socket.close();
            try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dead.bind(address());
            }
            Files.createDirectory(folder.resolve(".sock"));
            Files.createFile(folder.resolve(".sock/s"));

            socket = open(LIMITS);

            assertThat(call(new TestTerminal(), "echo")).isEqualTo(3);
        }

        @Test
        void is_not_opened_where_its_path_would_be_too_long() {
            var deep = folder.resolve("x".repeat(100));

            assertThatIOException()
                    .isThrownBy(() -> AdminSocket.open(deep, LIMITS, AdminSocketTest.this::run))
                    .withMessageContaining("107");
        }

        @Test
        void sends_away_who_speaks_something_else() throws Exception {
            try (var client = SocketChannel.open(address())) {
                client.write(ByteBuffer.wrap("GET / HT".getBytes(UTF_8)));

                assertThat(readToTheEnd(client)).startsWith("PARLEYA".getBytes(UTF_8));
                assertThat(call(new TestTerminal(), "echo")).isEqualTo(3);
            }
        }

        @Test
        void sends_away_who_says_nothing() throws Exception {
            socket.close();
            socket = open(new AdminLimits(1, Duration.ofMillis(50)));
            try (var client = SocketChannel.open(address())) {
                assertThat(readToTheEnd(client)).hasSize(8);
                assertThat(call(new TestTerminal(), "echo")).isEqualTo(3);
            }
        }

        @Test
        void is_reached_by_nobody_once_it_is_closed() throws Exception {
            socket.close();

            assertThatIOException().isThrownBy(() -> AdminClient.connect(folder));
        }
    }

    @Test
    void a_client_that_is_not_answered_in_its_own_words_says_so() throws Exception {
        socket.close();
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(address());
            try (var client = AdminClient.connect(folder);
                    var accepted = other.accept()) {
                accepted.write(ByteBuffer.wrap("PARLEYA\7".getBytes(UTF_8)));

                assertThatExceptionOfType(AdminClient.BrokenOff.class)
                        .isThrownBy(() -> client.run(List.of("echo"), new TestTerminal()))
                        .withMessageContaining("version 7");
            }
        }
    }

    private Path path() {
        return folder.resolve("parley.sock");
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path());
    }

    private static byte[] readToTheEnd(SocketChannel client) throws IOException {
        return Channels.newInputStream(client).readAllBytes();
    }
}
