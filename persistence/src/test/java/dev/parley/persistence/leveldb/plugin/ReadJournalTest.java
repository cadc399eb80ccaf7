package dev.parley.persistence.leveldb.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import akka.serialization.SerializationExtension;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import dev.parley.persistence.leveldb.DataFolder;
import dev.parley.persistence.leveldb.EventStore;
import dev.parley.persistence.leveldb.NewEvent;
import dev.parley.persistence.leveldb.SnapshotFiles;
import dev.parley.persistence.leveldb.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadJournalTest {
    @TempDir
    private Path temporary;

    private DataFolder folder;
    private EventStore store;
    private ActorSystem system;
    private ReadJournal journal;
    private Payloads payloads;

    @BeforeEach
    void open() throws Exception {
        folder = DataFolder.open(temporary);
        var config = ConfigFactory.parseString("parley.leveldb.page.count = 10, akka.actor.provider = local")
                .withFallback(folder.journal())
                .withFallback(ConfigFactory.load());
        store = EventStore.open(folder, StoreSettings.from(config.getConfig("parley.leveldb")));
        system = ActorSystem.create(
                "ReadJournalTest",
                ActorSystemSetup.create(
                        BootstrapSetup.create(config), new JournalSetup(store, new SnapshotFiles(folder))));
        journal = PersistenceQuery.get(system).getReadJournalFor(ReadJournal.class, ReadJournal.IDENTIFIER);
        payloads = new Payloads(system);
        assertThat(SerializationExtension.get(system)).isNotNull();
    }

    @AfterEach
    void close() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        store.close();
        folder.close();
    }

    @Nested
    class What_there_is {

        @Test
        void of_a_room_comes_in_order_over_many_pages() throws Exception {
            write("a", 1, 35);
            write("b", 1, 1);

            assertThat(all(journal.currentEventsByPersistenceId("a", 3, 34)))
                    .hasSize(32)
                    .startsWith("a 3")
                    .endsWith("a 34");
        }

        @Test
        void of_all_rooms_comes_in_the_order_of_the_writes() throws Exception {
            write("a", 1, 15);
            write("b", 1, 2);
            write("a", 16, 16);

            assertThat(all(journal.currentEvents(Offset.noOffset())))
                    .hasSize(18)
                    .endsWith("a 15", "b 1", "b 2", "a 16");
        }

        @Test
        void goes_on_behind_an_offset() throws Exception {
            write("a", 1, 15);
            var seen = envelopes(journal.currentEvents(Offset.noOffset())).get(6);

            assertThat(all(journal.currentEvents(seen.offset()))).hasSize(8).startsWith("a 8");
        }

        @Test
        void can_be_asked_for_from_a_time_on() throws Exception {
            write("a", 1, 3);
            var last = envelopes(journal.currentEvents(Offset.noOffset())).get(2);

            assertThat(all(journal.currentEvents(ReadJournal.before(Instant.ofEpochMilli(last.timestamp() + 1)))))
                    .isEmpty();
            assertThat(all(journal.currentEvents(ReadJournal.before(Instant.ofEpochMilli(last.timestamp())))))
                    .endsWith("a 3");
            assertThat(all(journal.currentEvents(ReadJournal.before(Instant.EPOCH))))
                    .hasSize(3);
        }

        @Test
        void has_tags() throws Exception {
            write("a", 1, 12, "red");
            write("b", 1, 12, "blue");

            assertThat(all(journal.currentEventsByTag("red", Offset.noOffset())))
                    .hasSize(12)
                    .endsWith("a 12");
        }

        @Test
        void are_rooms() throws Exception {
            write("a", 1, 1);
            write("c", 1, 1);
            write("b", 1, 1);

            assertThat(collect(journal.currentPersistenceIds())).containsExactly("a", "b", "c");
        }
    }

    @Nested
    class What_will_be {

        @Test
        void of_a_room_comes_when_it_is_written() throws Exception {
            write("a", 1, 2);
            var live = listen(journal.eventsByPersistenceId("a", 1, 4));
            assertThat(next(live)).isEqualTo("a 1");
            assertThat(next(live)).isEqualTo("a 2");
            var third = live.pull();

            write("b", 1, 1);
            write("a", 3, 4);

            assertThat(text(third.toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .orElseThrow()))
                    .isEqualTo("a 3");
            assertThat(next(live)).isEqualTo("a 4");
            assertThat(live.pull().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEmpty();
        }

        @Test
        void of_a_tag_comes_when_it_is_written() throws Exception {
            var live = listen(journal.eventsByTag("red", Offset.noOffset()));
            var first = live.pull();
            write("a", 1, 1, "blue");
            write("b", 1, 1, "red");

            assertThat(text(first.toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .orElseThrow()))
                    .isEqualTo("b 1");
            live.cancel();
        }

        @Test
        void of_all_rooms_comes_without_a_gap_while_many_write() throws Exception {
            var live = listen(journal.events(Offset.noOffset()));
            for (int i = 1; i <= 100; i++) {
                write("a", i, i);
                write("b", i, i);
            }

            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                heard.add(next(live));
            }
            assertThat(heard).doesNotHaveDuplicates().startsWith("a 1", "b 1", "a 2");
            live.cancel();
        }

        @Test
        void are_rooms_each_once() throws Exception {
            write("a", 1, 3);
            var live = journal.persistenceIds().runWith(Sink.queue(), system);
            assertThat(live.pull().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .contains("a");
            write("a", 4, 4);
            write("b", 1, 1);

            assertThat(live.pull().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .contains("b");
            live.cancel();
        }
    }

    private void write(String id, int from, int to, String... tags) {
        for (int i = from; i <= to; i++) {
            var event = new NewEvent(i, "w", "", Set.of(tags), payloads.toBytes(id + " " + i), null);
            var unused =
                    store.append(id, i, List.of(event)).toCompletableFuture().join();
        }
    }

    private SinkQueueWithCancel<EventEnvelope> listen(Source<EventEnvelope, NotUsed> events) {
        return events.runWith(Sink.queue(), system);
    }

    private static String next(SinkQueueWithCancel<EventEnvelope> live) throws Exception {
        return text(live.pull().toCompletableFuture().get(20, TimeUnit.SECONDS).orElseThrow());
    }

    private static String text(EventEnvelope envelope) {
        return (String) envelope.event();
    }

    private List<String> all(Source<EventEnvelope, NotUsed> events) throws Exception {
        return envelopes(events).stream().map(ReadJournalTest::text).toList();
    }

    private List<EventEnvelope> envelopes(Source<EventEnvelope, NotUsed> events) throws Exception {
        return collect(events);
    }

    private <T> List<T> collect(Source<T, NotUsed> source) throws Exception {
        return source.runWith(Sink.seq(), system).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
