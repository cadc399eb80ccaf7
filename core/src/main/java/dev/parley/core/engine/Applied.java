package dev.parley.core.engine;

/**
 * What came of an update from elsewhere.
 *
 * <pre>{@code
 * var applied = doc.apply(update);
 * if (applied.waits()) {
 *     ask(doc.stateVector()); // for what it depends on
 * }
 * }</pre>
 *
 * @param changed whether the document is another one now; if not, nobody has to be told
 * @param waits whether something waits now, from this update or from earlier ones
 * @param droppedWaiting whether what waited turned out to be of no use, and was forgotten: whoever sent it may send it again
 * @param steps how much work conflicts made, in items compared; {@link Limits#steps} bounds it for one update
 */
public record Applied(boolean changed, boolean waits, boolean droppedWaiting, long steps) {}
