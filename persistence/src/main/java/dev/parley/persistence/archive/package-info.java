/**
 * A room with its whole history as one file, out and in again, and the check of a whole journal. Open
 * {@link dev.parley.persistence.archive.Archive} first. How a journal stores its events does not come in here.
 */
@NullMarked
package dev.parley.persistence.archive;

import org.jspecify.annotations.NullMarked;
