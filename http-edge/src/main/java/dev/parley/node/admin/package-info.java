/**
 * A node's door for commands on the same machine: a Unix domain socket in its data folder, and both ends of what is spoken there. Open
 * {@link dev.parley.node.admin.AdminSocket} first. What the commands do, and where rooms are stored, must never come in here.
 */
@NullMarked
package dev.parley.node.admin;

import org.jspecify.annotations.NullMarked;
