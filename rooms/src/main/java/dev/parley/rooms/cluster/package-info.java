/**
 * Where in the cluster rooms live: sharding, and whether this node is ready for them. Open
 * {@link dev.parley.rooms.cluster.Rooms} first. What a room does comes in nowhere here.
 */
@NullMarked
package dev.parley.rooms.cluster;

import org.jspecify.annotations.NullMarked;
