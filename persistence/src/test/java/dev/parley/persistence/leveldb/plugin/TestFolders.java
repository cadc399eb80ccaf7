package dev.parley.persistence.leveldb.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of an actor system whose plugin opens a folder of its own, as Akka's specs need it. */
final class TestFolders {
    private TestFolders() {}

    /** What Akka's specs store, some of it by Java's serialization, which is off everywhere else. */
    static Config configOf(String name, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "akka.actor.provider",
                "local",
                "akka.actor.allow-java-serialization",
                true,
                "akka.actor.warn-about-java-serializer-usage",
                false,
                "akka.persistence.journal.plugin",
                "parley.leveldb",
                "akka.persistence.snapshot-store.plugin",
                "parley.leveldb.snapshots",
                "parley.leveldb.dir",
                fresh(name).toString()));
        settings.putAll(more);
        return ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load());
    }

    /** Below target, since the actor system outlives the test's own temporary folder. */
    private static Path fresh(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "journals")), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
