/**
 * Our own page. Open {@link dev.parley.edge.web.PageRoute} first. What the page talks to is not here: it uses the same
 * addresses as everybody else.
 */
@NullMarked
package dev.parley.edge.web;

import org.jspecify.annotations.NullMarked;
