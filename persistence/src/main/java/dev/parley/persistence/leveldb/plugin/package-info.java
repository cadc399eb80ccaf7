/**
 * What Akka Persistence knows the journal of a single node by: journal, snapshot store and read journal. Open
 * {@link dev.parley.persistence.leveldb.plugin.Journal} first. They only translate; how and where something is stored does not
 * come in here.
 */
@NullMarked
package dev.parley.persistence.leveldb.plugin;

import org.jspecify.annotations.NullMarked;
