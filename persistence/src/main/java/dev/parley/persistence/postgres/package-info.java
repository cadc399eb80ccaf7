/**
 * The journal of a cluster: PostgreSQL through Akka's R2DBC plugin, the schema that it needs, and our own store of checkpoints.
 * Open {@link dev.parley.persistence.postgres.Database} first. Nothing of a single node's journal comes in here.
 */
@NullMarked
package dev.parley.persistence.postgres;

import org.jspecify.annotations.NullMarked;
