package dev.parley.core.engine;

/**
 * What one finds in a shared collection: a plain value ({@link dev.parley.core.engine.lib0.Any}), a shared type
 * ({@link dev.parley.core.engine.type.SharedType}), or a document inside the document ({@link Doc}); nothing else.
 *
 * <pre>{@code
 * switch (map.get("title")) {
 *     case Any.Str text -> show(text.value());
 *     case SharedText text -> show(text.toString());
 *     case null -> show("untitled");
 *     default -> throw new IllegalStateException("not a title");
 * }
 * }</pre>
 */
public interface Value {}
