/**
 * The journal of a single node: LevelDB in the node's data folder. Open {@link dev.parley.persistence.leveldb.DataFolder}
 * first. Nothing of a cluster's journal comes in here.
 */
@NullMarked
package dev.parley.persistence.leveldb;

import org.jspecify.annotations.NullMarked;
