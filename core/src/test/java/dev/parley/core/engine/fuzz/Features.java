package dev.parley.core.engine.fuzz;

import java.util.SplittableRandom;

/**
 * What a session is about. Each has only some of all that could happen: what is rare together then becomes frequent.
 *
 * @param beyond characters beyond the basic plane, and edits that cut them
 * @param wild numbers, keys and values that nobody would use
 * @param large enough of everything that what is short elsewhere has to be cut up and looked up
 * @param format2 updates travel in format 2 as well
 * @param lateRoots documents get to know later what their roots are; without formats, because Yjs forgets then that a text has some
 */
record Features(
        boolean texts,
        boolean arrays,
        boolean maps,
        boolean xml,
        boolean formats,
        boolean embeds,
        boolean attributes,
        boolean beyond,
        boolean wild,
        boolean nested,
        boolean subdocs,
        boolean format2,
        boolean undo,
        boolean events,
        boolean offline,
        boolean shuffled,
        boolean tidying,
        boolean withoutGc,
        boolean snapshots,
        boolean positions,
        boolean documentless,
        boolean lateRoots,
        boolean largeIds,
        boolean large) {

    static Features drawn(SplittableRandom random) {
        boolean formats = random.nextBoolean();
        return new Features(
                random.nextInt(10) < 6,
                random.nextInt(10) < 4,
                random.nextInt(10) < 4,
                random.nextInt(10) < 3,
                formats,
                random.nextInt(10) < 3,
                random.nextInt(10) < 3,
                random.nextInt(10) < 3,
                random.nextInt(10) < 2,
                random.nextBoolean(),
                random.nextInt(10) < 2,
                random.nextInt(10) < 3,
                random.nextInt(10) < 4,
                random.nextInt(10) < 4,
                random.nextBoolean(),
                random.nextInt(10) < 4,
                random.nextInt(10) < 5,
                random.nextInt(10) < 3,
                random.nextInt(10) < 4,
                random.nextInt(10) < 3,
                random.nextInt(10) < 4,
                !formats && random.nextInt(10) < 2,
                random.nextInt(10) < 3,
                random.nextInt(30) == 0);
    }
}
