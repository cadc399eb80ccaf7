/**
 * WebSockets as every protocol here needs them: one socket, one connection, frames in and out within limits, and close codes
 * that say why. Open {@link dev.parley.edge.socket.SocketStage} first. What a frame means is the business of a
 * {@link dev.parley.edge.socket.Dialect}.
 */
@NullMarked
package dev.parley.edge.socket;

import org.jspecify.annotations.NullMarked;
