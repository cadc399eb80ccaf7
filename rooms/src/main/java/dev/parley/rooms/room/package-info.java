/**
 * A room: the lobby in front of it, which people and bots talk to, and the persistent actor behind, which owns what is in the
 * room. Open {@link dev.parley.rooms.room.Lobby} first, then {@link dev.parley.rooms.room.Room}. No connection, socket or wire
 * protocol comes in here: the lobby knows seats and relays only.
 *
 * <p>Byte arrays in messages are values: whoever has made one never alters it.
 */
@NullMarked
package dev.parley.rooms.room;

import org.jspecify.annotations.NullMarked;
