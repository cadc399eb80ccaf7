/**
 * Who may come in: from which pages and under which names of this node, and as whom. Open
 * {@link dev.parley.edge.auth.FrontDoor} first. What somebody may do inside is decided in {@code core.access} and enforced in
 * the rooms.
 */
@NullMarked
package dev.parley.edge.auth;

import org.jspecify.annotations.NullMarked;
