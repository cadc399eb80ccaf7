package dev.parley.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Change;
import dev.parley.persistence.history.Entry;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.When;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.rooms.room.Room;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a node is put back, while a room is open and between two starts. */
class ClockTest {
    private static final RoomName ROOM = new RoomName("clock");
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final Doc doc = Doc.withClientId(7);
    private Instant now = START;

    @Test
    void times_never_decrease_and_each_names_one_moment() throws Exception {
        try (var node = new OpenRoom()) {
            node.write("at ten; ");
            now = START.plus(Duration.ofMinutes(30));
            node.write("at half past ten; ");
            now = START.minus(Duration.ofHours(1));
            node.write("an hour before ten; ");
        }
        try (var node = new OpenRoom()) {
            node.write("and after a restart; ");
            now = START.plus(Duration.ofHours(1));
            node.write("at eleven; ");

            var history = node.history();
            var times = history.stream().map(entry -> entry.frame().time()).toList();
            assertThat(times).hasSize(5).isSorted();
            for (var time : times) {
                assertThat(node.textAt(time)).as(time.toString()).isEqualTo(textOf(times, time));
            }
            // Between two events, too.
            assertThat(node.textAt(START.plus(Duration.ofMinutes(45)))).endsWith("and after a restart; ");
            assertThat(node.textAt(START.minus(Duration.ofMinutes(30)))).isEmpty();
        }
    }

    private static final List<String> WORDS =
            List.of("at ten; ", "at half past ten; ", "an hour before ten; ", "and after a restart; ", "at eleven; ");

    /** All that was written up to then, by the times that the events have. */
    private static String textOf(List<Instant> times, Instant then) {
        var text = new StringBuilder();
        for (int i = 0; i < times.size(); i++) {
            if (!times.get(i).isAfter(then)) {
                text.append(WORDS.get(i));
            }
        }
        return text.toString();
    }

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The parts of a node that a room needs, with a clock of the test. */
    private final class OpenRoom implements AutoCloseable {
        private final Storage storage;
        private final ActorSystem<Void> system;
        private final ActorRef<Room.Command> room;

        OpenRoom() throws Exception {
            var settings = Settings.load(Map.of("data", data.toString()), null);
            storage = Storage.open(settings, DataFolder.open(data));
            var alone = ConfigFactory.parseString("akka.actor.provider = local").withFallback(settings.config());
            system = ActorSystem.create(Behaviors.empty(), "clock", storage.setup(alone));
            var keys = now(storage.keys(system.classicSystem()).obtain(ROOM));
            var opened = new CompletableFuture<Room.Reply>();
            ActorRef<Room.Reply> lobby = system.systemActorOf(
                    Behaviors.receiveMessage(reply -> {
                        opened.complete(reply);
                        return Behaviors.same();
                    }),
                    "lobby",
                    Props.empty());
            room = system.systemActorOf(
                    Room.create(ROOM, keys, () -> now, new SplittableRandom(1), lobby), "room", Props.empty());
            assertThat(((Room.Opened) now(opened)).damage()).isNull();
        }

        void write(String words) throws Exception {
            var before = doc.stateVector();
            doc.text("text").insert(doc.text("text").length(), words);
            var change = new Change("ada", "c-1", "test", now, doc.encodeSince(before, UpdateFormat.V1));
            var keys = ClockTest.now(storage.keys(system.classicSystem()).find(ROOM));
            CompletionStage<Room.Reply> reply = AskPattern.ask(
                    room, replyTo -> new Room.Apply(List.of(change), keys, replyTo), PATIENCE, system.scheduler());
            assertThat(((Room.Applied) ClockTest.now(reply)).verdicts()).containsExactly(Room.Verdict.TAKEN);
        }

        List<Entry> history() throws Exception {
            return new ArrayList<>(
                    ClockTest.now(past().range(ROOM, 1, Long.MAX_VALUE).runWith(Sink.seq(), system)));
        }

        String textAt(Instant time) throws Exception {
            var moment = ClockTest.now(past().at(ROOM, new When.At(time)));
            return moment.doc().text("text").toString();
        }

        private History past() {
            var classic = system.classicSystem();
            return new History(classic, storage.journal(classic), storage.keys(classic));
        }

        @Override
        public void close() throws IOException {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            storage.close();
        }
    }
}
