/**
 * The way between a socket and the rooms that it is in: one connection for each socket, and for each room and node one relay,
 * which hands on what the room's lobby tells. Open {@link dev.parley.rooms.connection.Connection} first. No wire protocol
 * comes in here: an edge turns frames into {@link dev.parley.rooms.connection.ClientMessage} and back.
 */
@NullMarked
package dev.parley.rooms.connection;

import org.jspecify.annotations.NullMarked;
