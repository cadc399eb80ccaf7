/**
 * Where content keys lie on a single node: a file of their own, apart from the journal and from its backups. Open
 * {@link dev.parley.persistence.keys.KeyFile} first. No contents and no journal come in here.
 */
@NullMarked
package dev.parley.persistence.keys;

import org.jspecify.annotations.NullMarked;
