/**
 * Who is in a room and what they show of themselves: the awareness states of Yjs, their clocks, their owners and their end. Open
 * {@code Presence} first. Clocks, timers and the meaning of a state must never come in here: time is told, JSON is only checked.
 */
@NullMarked
package dev.parley.core.presence;

import org.jspecify.annotations.NullMarked;
