package dev.parley.persistence.leveldb;

import static dev.parley.persistence.leveldb.Stores.refusal;
import static dev.parley.persistence.leveldb.Stores.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the thread that writes does when it can't: here the database is taken away from under it. */
class WriterTest {
    @TempDir
    private Path temporary;

    private Database database;
    private Witness witness;
    private Writer writer;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(temporary.resolve("journal"));
        witness = new Witness(temporary.resolve("heads"));
        writer = new Writer(
                new Writer.Surroundings(
                        database,
                        DiskSpace.open(temporary, settings("").disk()),
                        new Tips(database, witness),
                        witness,
                        new Wakeups(),
                        InstantSource.system()),
                settings(""),
                0);
        writer.start();
        Stores.await(write(1));
        database.close();
    }

    @AfterEach
    void close() throws Exception {
        writer.close();
        witness.close();
    }

    @Test
    void after_a_failed_write_all_others_are_refused_until_a_restart() {
        assertThat(refusal(write(2)).reason()).isEqualTo(WriteRefused.Reason.FAILED);
        assertThat(refusal(write(2)).reason()).isEqualTo(WriteRefused.Reason.FAILED);
        assertThat(writer.refusal(0)).startsWith("The journal could not be written and writes nothing more until");
    }

    @Test
    void whoever_wants_to_know_is_told() {
        var told = writer.failed().thenApply(reason -> reason);
        assertThat(told).isNotDone();

        var unused = refusal(write(2));

        assertThat(told).isCompletedWithValueMatching(reason -> reason.startsWith("The journal could not be written"));
    }

    private CompletableFuture<Void> write(long sequence) {
        var event = Stores.event(sequence, "text");
        var done = new CompletableFuture<Void>();
        var draft = new Writer.Draft(sequence, Keys.event("a", sequence), RecordFormat.write(event), Set.of());
        writer.submit("a", 1, new Writer.Append("a", sequence, List.of(draft), done));
        return done;
    }
}
