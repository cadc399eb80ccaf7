/**
 * The y-websocket dialect on {@code /yjs/{room}}: what its frames mean, and who may open such a socket. Open
 * {@link dev.parley.edge.yjs.YjsRoute} first. No document comes in here: updates pass through as bytes.
 */
@NullMarked
package dev.parley.edge.yjs;

import org.jspecify.annotations.NullMarked;
