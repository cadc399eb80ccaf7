package dev.parley.core.engine;

/**
 * What one can put into a shared collection: a plain value ({@link dev.parley.core.engine.lib0.Any}), a shared type that is to be
 * made there ({@link dev.parley.core.engine.type.Draft}), or a document ({@link Doc}).
 *
 * <pre>{@code
 * List<Input> row = List.of(Any.of("ada"), Draft.text("Hello"), new Doc(DocOptions.withClientId(2).guid("notes")));
 * doc.array("rows").addAll(row);
 * }</pre>
 */
public interface Input {}
