package dev.parley.core.engine;

import dev.parley.core.engine.type.SharedType;

/** Where a {@link RelativePosition} is at this moment. */
public record AbsolutePosition(SharedType type, int index, int assoc) {}
