/**
 * The byte alphabet of Yjs: variable-length integers, strings and byte strings, as lib0 writes them, plain values ({@code Any}),
 * and the columns of the second update format. Open {@code Decoder} first: every byte from outside passes through it, and it believes
 * none of them. Nothing that knows what the bytes mean may come in here.
 */
@NullMarked
package dev.parley.core.engine.lib0;

import org.jspecify.annotations.NullMarked;
