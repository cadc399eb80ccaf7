package dev.parley.rooms.connection;

/** Why a connection is ended from our side. Each protocol has its own close code for each. */
public enum Ending {
    /** The node stops; another one, or the same one soon, goes on. */
    GOING_AWAY,
    /** The client sent what cannot be read. */
    MALFORMED,
    /** The client sent more than a limit allows. */
    TOO_LARGE,
    /** The client may not be here. */
    NOT_ALLOWED,
    /** The room is full, overloaded or not to be reached at the moment. */
    TRY_AGAIN,
    /** The client reads more slowly than the room writes, and more than we keep for it is waiting. */
    TOO_SLOW
}
