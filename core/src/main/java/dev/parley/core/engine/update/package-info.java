/**
 * Updates as bytes: their two formats, and what can be done with them without a document. Open {@code Updates} first. Nothing that
 * needs a document may come in here.
 */
@NullMarked
package dev.parley.core.engine.update;

import org.jspecify.annotations.NullMarked;
