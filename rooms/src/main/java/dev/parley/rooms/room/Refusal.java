package dev.parley.rooms.room;

/** Why a lobby does not do what a seat asks of it. */
public enum Refusal {
    /** The seat may not be in this room at all. */
    NOT_ALLOWED,
    /** The seat may read but not change anything. */
    READ_ONLY,
    /** One update is larger than {@code parley.rooms.max-update}. */
    TOO_LARGE,
    /** As many seats as {@code parley.rooms.max-seats} are taken. */
    FULL,
    /** More is waiting for the journal than {@code parley.rooms.max-waiting}. */
    OVERLOADED,
    /** It is not a Yjs update. */
    MALFORMED,
    /** The room's history is damaged; what is whole of it can be read. */
    DAMAGED,
    /** The room was erased while the change was waiting. */
    ERASED,
    /** The journal takes nothing at the moment, such as on a full disk. */
    UNWRITABLE
}
