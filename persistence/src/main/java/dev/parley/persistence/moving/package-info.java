/**
 * How events get from one place into a journal as they were stored elsewhere, with their own numbers. Open
 * {@link dev.parley.persistence.moving.Arrival} first. What they say never matters here: they are bytes under numbers.
 */
@NullMarked
package dev.parley.persistence.moving;

import org.jspecify.annotations.NullMarked;
