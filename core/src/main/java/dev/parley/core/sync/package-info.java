/**
 * The messages by which two holders of a document come to have the same one (y-protocols/sync), and their codec. Open
 * {@code SyncMessage} first; its byte strings are immutable by convention (neither who makes a message nor who gets it changes
 * them) and compare by identity. What stands around a message on a socket, and what an update does to a document, must never
 * come in here.
 */
@NullMarked
package dev.parley.core.sync;

import org.jspecify.annotations.NullMarked;
