/**
 * The engine beside real Yjs: the same random sessions in both, and the first difference made small. Open {@code SessionGenerator}
 * first for what is done, {@code Ours} for how the engine speaks the language of the Node peer ({@code src/test/fuzz/peer.mjs}).
 * Expectations of our own have no place here: what Yjs does is right.
 */
@NullMarked
package dev.parley.core.engine.fuzz;

import org.jspecify.annotations.NullMarked;
