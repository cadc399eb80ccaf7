/**
 * What every journal promises alike. Open {@link dev.parley.persistence.JournalContract} first. What only one journal has is tested
 * beside it.
 */
@NullMarked
package dev.parley.persistence;

import org.jspecify.annotations.NullMarked;
