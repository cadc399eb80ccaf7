/**
 * Updates that are made to wear a server out, a class for each kind, with the number that the threat has in our design. Open {@code
 * Bombs} first. What updates do that are merely broken is for the tests of the engine itself.
 */
@NullMarked
package dev.parley.core.engine.bombs;

import org.jspecify.annotations.NullMarked;
