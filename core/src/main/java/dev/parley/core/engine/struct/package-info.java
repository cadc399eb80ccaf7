/**
 * The inside of a document: structs, where they stand, and what happens to them. Open {@code Item} first, then
 * {@code Integration}. Public only for the rest of the engine: nothing outside of it may use what is in here.
 */
@NullMarked
package dev.parley.core.engine.struct;

import org.jspecify.annotations.NullMarked;
