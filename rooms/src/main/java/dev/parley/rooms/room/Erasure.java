package dev.parley.rooms.room;

/** What became of {@link Lobby.Erase}. What is said of it is a sentence. */
public sealed interface Erasure {
    /** Nothing is left of what was in the room. */
    record Done() implements Erasure {}

    /**
     * The room is erased, and stays so, but something of its past is still there. It goes when the room is opened again, or erased
     * again.
     */
    record Unfinished(String why) implements Erasure {}

    /** The room is as it was. */
    record NotDone(String why) implements Erasure {}

    /** There never was anything in the room. */
    record NothingThere() implements Erasure {}
}
