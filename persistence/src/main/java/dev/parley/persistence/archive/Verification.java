package dev.parley.persistence.archive;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.stream.ActorAttributes;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Chain;
import dev.parley.core.event.CheckpointFormat;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.Head;
import dev.parley.core.event.JournalId;
import dev.parley.core.event.KeyRing;
import dev.parley.core.event.Link;
import dev.parley.core.event.Replay;
import dev.parley.persistence.history.History;
import dev.parley.persistence.history.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole journal and says of each room whether it is whole: every record can be read, the chain holds, each event opens and goes
 * into the document, checkpoints show what their events made, nothing acknowledged is missing at the end.
 */
public final class Verification {
    private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

    private final ClassicActorSystemProvider system;
    private final Journal journal;
    private final History history;
    private final ContentKeys keys;
    private final Executor blocking;

    /**
     * What is to be said of a room.
     *
     * @param head the last event that is whole
     * @param faults what is wrong, as parts of sentences; empty if all is whole
     */
    public record Verdict(RoomName room, Head head, List<String> faults) {
        public Verdict {
            faults = List.copyOf(faults);
        }
    }

    public Verification(ClassicActorSystemProvider system, Journal journal, History history, ContentKeys keys) {
        this.system = system;
        this.journal = journal;
        this.history = history;
        this.keys = keys;
        this.blocking = system.classicSystem().dispatchers().lookup(BLOCKING);
    }

    /**
     * All rooms, one after the other.
     *
     * @param published heads that were seen earlier: each must still be part of its room's chain
     */
    public Source<Verdict, NotUsed> all(Map<RoomName, Head> published) {
        Set<RoomName> missing = new HashSet<>(published.keySet());
        return history.rooms()
                .mapAsync(1, room -> {
                    missing.remove(room);
                    return one(room, published.get(room));
                })
                .concatLazy(Source.lazySource(() -> Source.from(List.copyOf(missing)))
                        .map(room -> new Verdict(room, Head.START, List.of("it was published and is not here"))));
    }

    /** One room. */
    public CompletionStage<Verdict> one(RoomName room, @Nullable Head published) {
        return keys.find(room)
                .thenComposeAsync(
                        ring -> {
                            var check = new Check(room, ring, published);
                            return history.links(room, 1, Long.MAX_VALUE)
                                    .toMat(Sink.foreach(check::add), Keep.right())
                                    .withAttributes(ActorAttributes.dispatcher(BLOCKING))
                                    .run(system)
                                    .thenApply(done -> check.verdict());
                        },
                        blocking);
    }

    /** The check of one room, as far as it has come. */
    private final class Check {
        private final RoomName room;
        private final KeyRing ring;
        private final @Nullable Head published;
        private final Replay replay;
        private final Chain chain;
        private final List<String> faults = new ArrayList<>();
        private final Set<Long> checkpoints = new HashSet<>();
        private long highest;
        private boolean seenPublished;

        /** Up to where the past was merged: what was published of that cannot be compared any more. */
        private long mergedTo;

        Check(RoomName room, KeyRing ring, @Nullable Head published) {
            this.room = room;
            this.ring = ring;
            this.published = published;
            this.replay = new Replay(ring);
            this.chain = replay.chain();
            try {
                // Asked before it is read: a room that is written to goes on meanwhile.
                highest = journal.highest().of(JournalId.of(room));
                checkpoints.addAll(journal.checkpoints().sequences(JournalId.of(room)));
            } catch (IOException e) {
                faults.add("its last number, or its checkpoints, cannot be told: " + e.getMessage());
            }
        }

        /** What is behind damage is looked at, too: it may have been erased with all before it. */
        void add(Link link) {
            if (!replay.add(link)) {
                return;
            }
            var head = chain.place().head();
            if (isMerged(link)) {
                mergedTo = head.sequence();
            }
            if (published != null && head.sequence() == published.sequence()) {
                seenPublished = true;
                if (!Arrays.equals(head.hash(), published.hash())) {
                    faults.add("event " + head.sequence() + " is not the one that was published");
                }
            }
            if (checkpoints.contains(head.sequence())) {
                checkCheckpoint(head.sequence());
            }
        }

        private void checkCheckpoint(long sequence) {
            try {
                var stored = journal.checkpoints().load(JournalId.of(room), sequence);
                var from = Replay.from(stored, ring);
                var place = CheckpointFormat.read(stored.bytes(), ring).place();
                if (!place.head().equals(chain.place().head())
                        || !from.doc().snapshot().equals(replay.doc().snapshot())) {
                    faults.add("the checkpoint after event " + sequence + " does not show what its events made");
                }
            } catch (IOException | MalformedInput e) {
                if (isStillThere(sequence)) {
                    faults.add("the checkpoint after event " + sequence + " cannot be read: " + e.getMessage());
                }
            }
        }

        /** A room that is written to gives up checkpoints, also those that it had when this began. */
        private boolean isStillThere(long sequence) {
            try {
                return journal.checkpoints().sequences(JournalId.of(room)).contains(sequence);
            } catch (IOException e) {
                return true;
            }
        }

        private static boolean isMerged(Link link) {
            try {
                return link.frame().replacesThePast();
            } catch (MalformedInput e) {
                return false;
            }
        }

        /** By a rule, or because somebody wanted it. */
        private boolean isGone(Head head) {
            var erased = replay.erased();
            return head.sequence() < mergedTo || (erased != null && head.sequence() <= erased.lastEvent());
        }

        Verdict verdict() {
            chain.end(highest);
            if (chain.damage() != null) {
                faults.add(chain.damage());
            }
            if (published != null && published.sequence() > 0 && !seenPublished && !isGone(published)) {
                faults.add("event " + published.sequence() + ", which was published, is not here");
            }
            return new Verdict(room, chain.place().head(), faults);
        }
    }
}
