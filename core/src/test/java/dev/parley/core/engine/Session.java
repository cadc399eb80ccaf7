package dev.parley.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Some people who edit at the same time and hear of each other now and then, and the updates of each of their changes. */
final class Session {
    final SplittableRandom random;
    final List<Doc> authors = new ArrayList<>();
    final List<byte[]> v1 = new ArrayList<>();
    final List<byte[]> v2 = new ArrayList<>();

    Session(long seed, int steps) throws MalformedInput {
        random = new SplittableRandom(seed);
        int count = 2 + random.nextInt(3);
        for (int i = 1; i <= count; i++) {
            var author = new Doc(DocOptions.withClientId(100L * i).gc(random.nextInt(4) > 0));
            Rewriting.askForRoots(author);
            record(author, UpdateFormat.V1, v1);
            record(author, UpdateFormat.V2, v2);
            authors.add(author);
        }
        for (int i = 0; i < steps; i++) {
            var author = authors.get(random.nextInt(count));
            Rewriting.withoutPairs(author, null, random, 1 + random.nextInt(3));
            if (random.nextInt(3) == 0) {
                author.apply(authors.get(random.nextInt(count)).encodeSince(author.stateVector(), UpdateFormat.V1));
            }
        }
    }

    private static void record(Doc author, UpdateFormat format, List<byte[]> updates) {
        author.onUpdate(format, (update, transaction) -> {
            if (transaction.local()) {
                updates.add(update);
            }
        });
    }

    List<byte[]> updates(UpdateFormat format) {
        return switch (format) {
            case V1 -> v1;
            case V2 -> v2;
        };
    }

    /** All updates in any order. */
    List<byte[]> shuffled(UpdateFormat format) {
        var shuffled = new ArrayList<>(updates(format));
        for (int i = shuffled.size() - 1; i > 0; i--) {
            shuffled.set(i, shuffled.set(random.nextInt(i + 1), shuffled.get(i)));
        }
        return shuffled;
    }

    static Doc reader(boolean gc) {
        var doc = new Doc(DocOptions.withClientId(7).gc(gc));
        Rewriting.askForRoots(doc);
        return doc;
    }

    static Doc reader(List<byte[]> updates, UpdateFormat format) throws MalformedInput {
        return Receivers.applied(reader(true), updates, format);
    }
}
