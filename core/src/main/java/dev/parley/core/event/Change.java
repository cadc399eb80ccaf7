package dev.parley.core.event;

import java.time.Instant;

/**
 * One update as somebody sent it. The author is the identity of the seat that it came through, whatever the document claims;
 * the connection tells apart what one author did in several places at once.
 *
 * @param origin by which way it came, such as {@code yjs} or {@code import}; empty where that was not recorded
 * @param time when it came, which is not after its event
 * @param update a Yjs update in format 1; never altered once it is here
 */
public record Change(String author, String connection, String origin, Instant time, byte[] update) {}
