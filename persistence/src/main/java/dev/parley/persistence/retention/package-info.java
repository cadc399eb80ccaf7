/**
 * How long the past of rooms is kept, if not for ever: older events are merged into one. Open
 * {@link dev.parley.persistence.retention.Retention} first. How a journal removes what was merged never comes in here.
 */
@NullMarked
package dev.parley.persistence.retention;

import org.jspecify.annotations.NullMarked;
