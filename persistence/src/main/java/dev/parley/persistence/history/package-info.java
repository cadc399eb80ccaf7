/**
 * A room's past, read beside its actor and from any journal: what happened, the document at any moment, and what lies between two
 * moments. Open {@link dev.parley.persistence.history.History} first. Nothing that writes comes in here.
 */
@NullMarked
package dev.parley.persistence.history;

import org.jspecify.annotations.NullMarked;
