/**
 * All rooms of a journal as one stream of bytes, out and in again, and their keys as another. Open
 * {@link dev.parley.persistence.backup.Backup} first. Contents stay sealed on their way out, and no key comes into a backup.
 */
@NullMarked
package dev.parley.persistence.backup;

import org.jspecify.annotations.NullMarked;
