package dev.parley.core.event;

/**
 * What has to go when a room was erased.
 *
 * @param lastEvent this event and all before it, and the checkpoints after any of them
 * @param firstKey all content keys with lower numbers; with this one the room goes on
 */
public record Remains(long lastEvent, long firstKey) {}
