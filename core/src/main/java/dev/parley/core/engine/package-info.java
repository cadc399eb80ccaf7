/**
 * The CRDT: a library that others can use alone. Its byte alphabet is in {@code lib0}; the document itself arrives with the
 * engine. Nothing else of Parley may come in here.
 */
@NullMarked
package dev.parley.core.engine;

import org.jspecify.annotations.NullMarked;
