/**
 * What the snapshot stores of all journals have in common: which of a room's checkpoints are kept. Open
 * {@link dev.parley.persistence.checkpoint.Thinning} first. No store comes in here.
 */
@NullMarked
package dev.parley.persistence.checkpoint;

import org.jspecify.annotations.NullMarked;
