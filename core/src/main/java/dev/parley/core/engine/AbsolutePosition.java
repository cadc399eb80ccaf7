package dev.parley.core.engine;

import dev.parley.core.engine.type.SharedType;

/**
 * Where a {@link RelativePosition} is at this moment.
 *
 * <pre>{@code
 * AbsolutePosition now = cursor.resolve(doc);
 * if (now != null && now.type().equals(text)) {
 *     text.insert(now.index(), "here");
 * }
 * }</pre>
 *
 * @param type the list or text that it is in
 * @param index so many visible units stand before it
 * @param assoc the side of the relative position: from 0 on it stays with the unit behind it, below with the one before it; so
 *     what is inserted exactly here ends up before it, or behind it
 */
public record AbsolutePosition(SharedType type, int index, int assoc) {}
