package dev.parley.persistence.moving;

/** How far a journal has a room's events that somebody wants to bring. */
public sealed interface Standing {
    /** It has the first so many of them, maybe none, and no others. */
    record Beginning(long events) implements Standing {}

    /** It has exactly these. */
    record All() implements Standing {}

    /** It has all of them, and goes on with this one. */
    record More(Filed next) implements Standing {}

    /** It has another event in the place of one of them. */
    record Other(long number) implements Standing {}
}
