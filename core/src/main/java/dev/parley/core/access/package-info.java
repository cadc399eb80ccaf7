/**
 * Who may do what with which room: names of rooms, principals and their rights, as pure decisions. Open
 * {@link dev.parley.core.access.RoomName} first. No token, header or other means of proving who somebody is comes in here.
 */
@NullMarked
package dev.parley.core.access;

import org.jspecify.annotations.NullMarked;
