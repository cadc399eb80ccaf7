/**
 * What can happen to a room, as records in the past tense, and the chain that ties each event to the one before. Open
 * {@link dev.parley.core.event.Link} first: it is what a journal stores. Nothing that decides or acts comes in here.
 */
@NullMarked
package dev.parley.core.event;

import org.jspecify.annotations.NullMarked;
