package dev.parley.persistence.history;

import dev.parley.core.engine.Doc;
import dev.parley.core.event.Chain;
import org.jspecify.annotations.Nullable;

/**
 * A room as it was.
 *
 * @param place after which event
 * @param doc the document then; the reader's own
 * @param damage what is wrong with the history, if it ended before the moment that was asked for
 */
public record Moment(Chain.Place place, Doc doc, @Nullable String damage) {}
