/**
 * What {@code parley} can do with rooms beside serving them: each command is one class, which runs in a node on behalf of a client or
 * in a process of its own. Open {@link dev.parley.node.command.RoomCommand} first. Where rooms are stored and who asks, a command
 * must never know.
 */
@NullMarked
package dev.parley.node.command;

import org.jspecify.annotations.NullMarked;
