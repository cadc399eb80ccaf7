/**
 * The journal of a single node: LevelDB and files beside it, in the node's data folder, usable with and without an actor system.
 * Open {@link dev.parley.persistence.leveldb.EventStore} first. Nothing of Akka and nothing of a cluster's journal comes in
 * here; the plugins that Akka loads are in {@code plugin}.
 */
@NullMarked
package dev.parley.persistence.leveldb;

import org.jspecify.annotations.NullMarked;
