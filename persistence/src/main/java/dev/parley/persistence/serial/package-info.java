/**
 * How Akka's journals get a room's events as bytes, and back. Open {@link dev.parley.persistence.serial.LinkSerializer} first.
 * The bytes themselves are defined in {@code core.event}; no second form of an event comes in here.
 */
@NullMarked
package dev.parley.persistence.serial;

import org.jspecify.annotations.NullMarked;
