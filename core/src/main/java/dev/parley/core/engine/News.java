package dev.parley.core.engine;

/**
 * What of an update is news to a document.
 *
 * <pre>{@code
 * News news = doc.newsIn(update, UpdateFormat.V1);
 * if (!news.isEmpty()) {
 *     journal(news.update());
 *     doc.apply(news.update());
 * }
 * }</pre>
 *
 * @param update the part that the document doesn't have yet; an update that changes nothing if {@link #isEmpty()}
 * @param isEmpty whether the document has all of it
 * @param waits whether some of it depends on what the document doesn't have, and would have to wait
 */
public record News(byte[] update, boolean isEmpty, boolean waits) {}
