/**
 * The engine's benchmark: the tasks of {@code bench/crdt} done by our engine. Open {@code Tasks} first, which has all of them;
 * {@code Bench} and JMH only differ in how often they run one. Nothing that a task times may be done elsewhere, and nothing of the
 * engine but its public API may come in.
 */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
