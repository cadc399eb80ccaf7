/**
 * Content keys as they are kept, apart from journals and their backups; on a single node in a file of their own. Open
 * {@link dev.parley.persistence.keys.KeyFile} first. No contents and no journal come in here.
 */
@NullMarked
package dev.parley.persistence.keys;

import org.jspecify.annotations.NullMarked;
