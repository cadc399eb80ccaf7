/**
 * The composition root and the command line: the only place that knows all parts and puts them together. Open
 * {@link dev.parley.node.Main} first, then {@link dev.parley.node.Node}. No part is made here, only wired.
 */
@NullMarked
package dev.parley.node;

import org.jspecify.annotations.NullMarked;
