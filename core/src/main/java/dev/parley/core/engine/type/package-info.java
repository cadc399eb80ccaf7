/**
 * What a user of a document sees: text, array, map and XML, drafts of new ones, and the events that tell of changes. Open
 * {@code SharedType} first. All of it are views on what lies in {@code struct}; no state of its own may come in here.
 */
@NullMarked
package dev.parley.core.engine.type;

import org.jspecify.annotations.NullMarked;
