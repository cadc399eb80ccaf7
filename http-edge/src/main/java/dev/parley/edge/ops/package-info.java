/**
 * What operators see: health, metrics and logs. Open {@link dev.parley.edge.ops.OpsRoute} first. No decision of the product is
 * made here.
 */
@NullMarked
package dev.parley.edge.ops;

import org.jspecify.annotations.NullMarked;
