/**
 * The plain parts of HTTP that every route needs, such as the form of an error. Open {@link dev.parley.edge.http.Problem}
 * first. No route and no protocol comes in here.
 */
@NullMarked
package dev.parley.edge.http;

import org.jspecify.annotations.NullMarked;
