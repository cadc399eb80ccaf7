package dev.parley.core.event;

/**
 * One update as somebody sent it. The author is the identity of the seat that it came through, whatever the document claims;
 * the connection tells apart what one author did in several places at once.
 *
 * @param update a Yjs update in format 1; never altered once it is here
 */
public record Change(String author, String connection, byte[] update) {}
