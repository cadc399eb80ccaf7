package dev.parley.core.engine;

/**
 * What one can put into a shared collection: a plain value ({@link dev.parley.core.engine.lib0.Any}), a shared type that is to be
 * made there ({@link dev.parley.core.engine.type.Draft}), or a document ({@link Doc}).
 */
public interface Input {}
