package dev.parley.core.event;

/**
 * A room's document as it was after one of its events, as stored bytes; a journal's
 * snapshot store keeps it.
 *
 * @param sequence the number of the last event that is in it
 * @param weight the bytes of updates that all events up to there held, by which older checkpoints are thinned
 * @param bytes what is stored; never altered
 */
public record Checkpoint(long sequence, long weight, byte[] bytes) {}
