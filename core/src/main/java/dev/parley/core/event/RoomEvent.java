package dev.parley.core.event;

import dev.parley.core.access.Right;
import dev.parley.core.engine.lib0.Any;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened to a room. The family grows; what is stored never changes its meaning. Authors are identities from a
 * login. What a later release may know more of is an object, whose members nobody here takes away.
 */
public sealed interface RoomEvent {
    /** When the room took it. Within a room times never decrease; the journal keeps whole milliseconds. */
    Instant time();

    /** The updates, in format 1, that brought it into the document, in this order. */
    default List<byte[]> updates() {
        return List.of();
    }

    /** Who did it, each once, in the order of what they did; nobody, if it came by itself. */
    default List<String> authors() {
        return switch (this) {
            case Applied e ->
                e.changes().stream().map(Change::author).distinct().toList();
            case Forked e -> List.of(e.author());
            case Imported e -> List.of(e.author());
            case Restored e -> List.of(e.author());
            case Condensed e -> e.authors();
            case Erased e -> List.of(e.author());
            case AccessChanged e -> List.of(e.author());
            case BotInstalled e -> List.of(e.author());
            case BotRemoved e -> List.of(e.author());
            case ToolCallStarted e -> List.of(e.author());
            case ToolCallEnded e -> List.of();
            case Executed e -> List.of(e.author());
        };
    }

    /** These changes, in this order, became part of the document. */
    record Applied(Instant time, List<Change> changes) implements RoomEvent {
        public Applied {
            changes = List.copyOf(changes);
        }

        @Override
        public List<byte[]> updates() {
            return changes.stream().map(Change::update).toList();
        }
    }

    /**
     * The room began as another one was after one of its events.
     *
     * @param state that room's document then, as an update
     */
    record Forked(Instant time, String author, String room, long sequence, byte[] state) implements RoomEvent {
        @Override
        public List<byte[]> updates() {
            return List.of(state);
        }
    }

    /**
     * All before came out of a file, in which it was the history of that room. Its authors are what the file claims.
     *
     * @param hash of the last event before
     */
    record Imported(Instant time, String author, String room, byte[] hash) implements RoomEvent {}

    /** The room came back from a backup, as a new generation: what was later than the backup is not here. */
    record Restored(Instant time, String author) implements RoomEvent {}

    /**
     * What happened up to the event in whose place this one is, merged: what each of them was is gone, by the rule of retention.
     *
     * @param authors of all that was merged
     * @param state the document, as an update
     */
    record Condensed(Instant time, List<String> authors, byte[] state) implements RoomEvent {
        public Condensed {
            authors = List.copyOf(authors);
        }

        @Override
        public List<byte[]> updates() {
            return List.of(state);
        }
    }

    /** All before was erased for good; the document is empty again. */
    record Erased(Instant time, String author) implements RoomEvent {}

    /** From here on these are the room's own rights. */
    record AccessChanged(Instant time, String author, List<Grant> grants) implements RoomEvent {
        public AccessChanged {
            grants = List.copyOf(grants);
        }
    }

    /**
     * One rule of a room's own rights.
     *
     * @param who a user, or all whose name begins with what stands before a {@code *} at the end
     */
    record Grant(String who, Right right) {}

    /** A bot takes part from here on. */
    record BotInstalled(Instant time, String author, String bot, Any.Obj definition) implements RoomEvent {}

    /** A bot takes part no more. */
    record BotRemoved(Instant time, String author, String bot) implements RoomEvent {}

    /**
     * Somebody had a tool called.
     *
     * @param key which tells this call apart from all others of the room, also when it is asked for twice
     */
    record ToolCallStarted(Instant time, String author, String key, String tool, Any.Obj arguments)
            implements RoomEvent {}

    /**
     * A call of a tool has come to its end; there is one for each call.
     *
     * @param outcome in one word, such as {@code done}, {@code failed}, {@code refused}
     */
    record ToolCallEnded(Instant time, String key, String outcome, Any.Obj result) implements RoomEvent {}

    /** Code of a notebook was run. */
    record Executed(Instant time, String author, String key, Any.Obj execution) implements RoomEvent {}
}
