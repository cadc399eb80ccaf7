/**
 * The CRDT: a library that others can use alone. Open {@code Doc} first. Nothing else of Parley may come in here.
 */
@NullMarked
package dev.parley.core.engine;

import org.jspecify.annotations.NullMarked;
