package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;

import dev.parley.core.engine.update.Updates;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However late an update fails, whatever it has done until then is taken back. */
class RollbackPropertiesTest {
    @Property(tries = 100)
    void a_session_with_something_that_waits_is_refused_whole(@ForAll long seed) throws MalformedInput {
        var session = new Session(seed);
        var pair = session.pair();

        pair.refuses(Updates.merge(List.of(session.rest, fuse()), V1), Pair.NOTHING_WAITS);

        pair.isUntouched();
        session.goesOn(pair);
    }

    @Property(tries = 100)
    void a_session_that_goes_too_deep_or_takes_too_long_is_refused_whole(
            @ForAll long seed, @ForAll @IntRange(max = 5) int depth, @ForAll @IntRange(max = 12) int steps)
            throws MalformedInput {
        var session = new Session(seed);
        var pair = session.pair();
        var limits = new Limits(4_000_000, 1L << 28, 65_536, depth, 100, 1 << 20, steps);

        if (pair.refuses(session.rest, limits, false)) {
            pair.isUntouched();
            session.goesOn(pair);
        }
    }

    /** Longer than what waits already and may come in now. */
    private static byte[] fuse() {
        return Forged.by(1, 5).in("late").text("x".repeat(5_000)).v1();
    }

    /** Some history that both know, something of it that waits, and the rest that is to come. */
    private static final class Session {
        private final SplittableRandom random;
        private final byte[] known;
        private final byte[] waiting;
        private final byte[] rest;

        Session(long seed) throws MalformedInput {
            random = new SplittableRandom(seed);
            var ada = Doc.withClientId(100);
            var bob = Doc.withClientId(200);
            Rewriting.of(ada, random, 1 + random.nextInt(40));
            known = ada.encode(V1);
            bob.apply(known);
            Rewriting.of(ada, random, 1 + random.nextInt(20));
            var state = ada.stateVector();
            Rewriting.of(ada, random, 1 + random.nextInt(5));
            waiting = ada.encodeSince(random.nextBoolean() ? state : ada.stateVector(), V1);
            Rewriting.of(bob, random, 1 + random.nextInt(20));
            rest = Updates.merge(List.of(ada.encode(V1), bob.encode(V1)), V1);
        }

        Pair pair() {
            boolean searched = random.nextBoolean();
            return new Pair(DocOptions.withClientId(Pair.CLIENT).gc(random.nextBoolean()), doc -> {
                Rewriting.askForRoots(doc);
                Pair.apply(doc, known);
                Rewriting.of(doc, new SplittableRandom(3), 4);
                Pair.apply(doc, waiting);
                if (searched) {
                    Moment.of(doc);
                }
            });
        }

        void goesOn(Pair pair) {
            pair.edits();
            pair.bothApply(rest);
        }
    }
}
