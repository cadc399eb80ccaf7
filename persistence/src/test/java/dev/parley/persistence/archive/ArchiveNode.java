package dev.parley.persistence.archive;

import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.keys.KeyStock;
import dev.parley.persistence.leveldb.plugin.JournalIntake;
import dev.parley.persistence.leveldb.plugin.Past;
import dev.parley.persistence.moving.Arrival;
import dev.parley.persistence.moving.Filed;
import dev.parley.persistence.moving.Intake;
import dev.parley.persistence.postgres.KeyTable;
import dev.parley.persistence.postgres.TableIntake;
import dev.parley.persistence.postgres.TestServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A node without rooms: a journal, on a disk or in a database, and what reads and fills it. */
public final class ArchiveNode implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    public final ActorSystem system;
    public final Journal journal;
    public final KeyStock keys;
    public final Intake intake;
    public final History history;
    public final Arrival arrival;
    public final Archive archive;
    public final Verification verification;
    private final Closeable open;

    /** Which journal there is. */
    public enum Where {
        ON_A_DISK,
        IN_A_DATABASE;

        public ArchiveNode start(Path data) throws IOException {
            return switch (this) {
                case ON_A_DISK -> new ArchiveNode(data);
                case IN_A_DATABASE -> inDatabase(TestServer.shared().newDatabase());
            };
        }
    }

    public ArchiveNode(Path data) throws IOException {
        system = ActorSystem.create(
                "ArchiveTest",
                ConfigFactory.parseMap(Map.of(
                                "akka.persistence.journal.plugin", "parley.leveldb",
                                "akka.persistence.snapshot-store.plugin", "parley.leveldb.snapshots",
                                "parley.leveldb.dir", data.toString()))
                        .withFallback(ConfigFactory.load()));
        journal = Past.of(system);
        intake = JournalIntake.of(system);
        var file = KeyFile.open(data.resolve("keys"), null);
        keys = file;
        open = file::close;
        history = new History(system, journal, keys);
        arrival = new Arrival(system, journal, intake);
        archive = archive(intake);
        verification = new Verification(system, journal, history, keys);
    }

    /** On what is in a database already. */
    public static ArchiveNode inDatabase(String address) {
        return new ArchiveNode(ActorSystem.create("ArchiveTest", TestServer.journal(address)));
    }

    private ArchiveNode(ActorSystem system) {
        this.system = system;
        journal = dev.parley.persistence.postgres.Past.of(system);
        intake = TableIntake.of(system);
        keys = KeyTable.of(system, null);
        open = () -> {};
        history = new History(system, journal, keys);
        arrival = new Arrival(system, journal, intake);
        archive = archive(intake);
        verification = new Verification(system, journal, history, keys);
    }

    /** One that writes in another way. */
    Archive archive(Intake other) {
        return new Archive(system, history, new Arrival(system, journal, other), keys, InstantSource.fixed(NOW));
    }

    /** A room in which these words were written, a word an event. */
    public Chain.Place write(RoomName room, String... words) throws Exception {
        return store(room, eventsOf(room, now(keys.obtain(room)), words));
    }

    /** The same room, and then erased, although nothing of its past has gone. */
    Chain.Place writeAndErase(RoomName room, String... words) throws Exception {
        List<Link> links = new ArrayList<>(eventsOf(room, now(keys.obtain(room)), words));
        var chain = new Chain(room, Chain.Place.START);
        for (var link : links) {
            var unused = chain.add(link);
        }
        var writer = new Writer(now(keys.renew(room)), 1, 2);
        links.add(writer.write(chain.place().head(), new RoomEvent.Erased(NOW, "ada")));
        return store(room, links);
    }

    /** These events, under the numbers that they have. */
    public Chain.Place store(RoomName room, List<Link> links) throws Exception {
        var chain = new Chain(room, Chain.Place.START);
        List<Filed> filed = new ArrayList<>();
        for (var link : links) {
            var unused = chain.add(link);
            filed.add(new Filed(link.frame().sequence(), link));
        }
        intake.store(JournalId.of(room), filed);
        return chain.place();
    }

    public static List<Link> eventsOf(RoomName room, KeyRing ring, String... words) {
        return eventsOf(room, new Writer(ring, 0, 1), words);
    }

    public static List<Link> eventsOf(RoomName room, Writer writer, String... words) {
        var chain = new Chain(room, Chain.Place.START);
        var doc = Doc.withClientId(7);
        List<Link> links = new ArrayList<>();
        for (var word : words) {
            var before = doc.stateVector();
            doc.text("text").insert(doc.text("text").length(), word);
            var time = NOW.minusSeconds(60 - links.size());
            var update = doc.encodeSince(before, UpdateFormat.V1);
            var change = new Change("ada", "c-1", "test", time, update);
            var link = writer.write(chain.place().head(), new RoomEvent.Applied(time, List.of(change)));
            chain.add(link);
            links.add(link);
        }
        return links;
    }

    public static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        open.close();
    }
}
