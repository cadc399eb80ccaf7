package dev.parley.persistence.archive;

import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Doc;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.event.Chain;
import dev.parley.core.event.Change;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.RoomEvent;
import dev.parley.core.event.Writer;
import dev.parley.persistence.history.History;
import dev.parley.persistence.keys.KeyFile;
import dev.parley.persistence.leveldb.plugin.Past;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A node without rooms: a journal on a disk, and what reads it. */
final class ArchiveNode implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    final ActorSystem system;
    final KeyFile keys;
    final History history;
    final Archive archive;
    final Verification verification;

    ArchiveNode(Path data) throws IOException {
        system = ActorSystem.create(
                "ArchiveTest",
                ConfigFactory.parseMap(Map.of(
                                "akka.persistence.journal.plugin", "parley.leveldb",
                                "akka.persistence.snapshot-store.plugin", "parley.leveldb.snapshots",
                                "parley.leveldb.dir", data.toString()))
                        .withFallback(ConfigFactory.load()));
        var journal = Past.of(system);
        keys = KeyFile.open(data.resolve("keys"), null);
        history = new History(system, journal, keys);
        archive = new Archive(system, history, keys, InstantSource.fixed(NOW));
        verification = new Verification(system, journal, history, keys);
    }

    /** A room in which these words were written, a word an event. */
    Chain.Place write(RoomName room, String... words) throws Exception {
        return store(room, eventsOf(room, now(keys.obtain(room)), words));
    }

    /** The same room, and then erased, although nothing of its past has gone. */
    Chain.Place writeAndErase(RoomName room, String... words) throws Exception {
        List<Link> links = new ArrayList<>(eventsOf(room, now(keys.obtain(room)), words));
        var chain = new Chain(room, Chain.Place.START);
        links.forEach(chain::add);
        var writer = new Writer(now(keys.renew(room)), 1, 2);
        links.add(writer.write(chain.place().head(), new RoomEvent.Erased(NOW, "ada")));
        return store(room, links);
    }

    Chain.Place store(RoomName room, List<Link> links) throws Exception {
        try (var importing = Importing.into(system, room)) {
            importing.store(links);
        }
        var chain = new Chain(room, Chain.Place.START);
        links.forEach(chain::add);
        return chain.place();
    }

    static List<Link> eventsOf(RoomName room, KeyRing ring, String... words) {
        var writer = new Writer(ring, 0, 1);
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

    static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        keys.close();
    }
}
