/**
 * The whole server with real clients: Yjs's own provider in processes of Node.js, joined to a running Parley over a socket.
 * Open {@link dev.parley.e2e.YjsPeer} first. No type of the server comes in here except the one that starts it: what these
 * tests promise, they promise to strangers.
 */
@NullMarked
package dev.parley.e2e;

import org.jspecify.annotations.NullMarked;
