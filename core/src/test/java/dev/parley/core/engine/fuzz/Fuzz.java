package dev.parley.core.engine.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays sessions of rising seeds in Yjs and our engine, until the time is over or a difference is found. */
final class Fuzz {
    private static final int PROGRESS = 1_000;

    private final Yjs yjs;
    private long sessions;
    private long steps;

    Fuzz(Yjs yjs) {
        this.yjs = yjs;
    }

    /**
     * {@code --minutes 10 --first 1000}, or {@code --seed 1234} for one alone. With {@code --keep-going true} it goes on after a
     * difference.
     */
    public static void main(String[] args) {
        double minutes = Double.parseDouble(option(args, "--minutes", "10"));
        long first = Long.parseLong(option(args, "--first", "0"));
        var only = option(args, "--seed", "");
        boolean goOn = option(args, "--keep-going", "false").equals("true");
        boolean found = false;
        try (var yjs = Yjs.start()) {
            var fuzz = new Fuzz(yjs);
            if (!only.isEmpty()) {
                var finding = Finding.in(yjs, Long.parseLong(only), SessionGenerator.session(Long.parseLong(only)));
                System.out.println(finding == null ? "no difference" : finding);
                System.exit(finding == null ? 0 : 1);
            }
            long end =
                    System.nanoTime() + (long) (minutes * Duration.ofMinutes(1).toNanos());
            for (long seed = first; System.nanoTime() < end; seed += PROGRESS) {
                long next = seed;
                while (next < seed + PROGRESS) {
                    var finding = fuzz.run(next, seed + PROGRESS);
                    if (finding == null) {
                        break;
                    }
                    System.out.println(finding);
                    found = true;
                    if (!goOn) {
                        System.exit(1);
                    }
                    next = finding.seed() + 1;
                }
                System.out.printf(
                        "%d sessions, %d steps, up to seed %d%n", fuzz.sessions, fuzz.steps, seed + PROGRESS - 1);
            }
        }
        System.exit(found ? 1 : 0);
    }

    /** Seeds from one to before another. While Yjs plays a session, ours plays the next one. */
    @Nullable
    Finding run(long from, long to) {
        var played = from < to ? session(from) : null;
        for (long seed = from; played != null; seed++) {
            yjs.send(played.commands());
            var next = seed + 1 < to ? session(seed + 1) : null;
            var parting = Comparison.first(played.commands(), played.answers(), yjs.receive());
            if (parting != null) {
                return Finding.shrunk(yjs, seed, played, parting);
            }
            sessions++;
            steps += played.commands().size();
            played = next;
        }
        return null;
    }

    private static Rehearsal session(long seed) {
        try {
            return SessionGenerator.session(seed);
        } catch (RuntimeException e) {
            throw new IllegalStateException("no session could be made of seed " + seed, e);
        }
    }

    long sessions() {
        return sessions;
    }

    private static String option(String[] args, String name, String otherwise) {
        List<String> given = new ArrayList<>(List.of(args));
        int at = given.indexOf(name);
        return at >= 0 && at + 1 < args.length ? args[at + 1] : otherwise;
    }
}
