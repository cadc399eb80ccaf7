package dev.parley.persistence.leveldb;

import org.jspecify.annotations.Nullable;

/** Why something was not written, as a sentence. Nothing of it is in the journal, unless {@link Reason#FAILED}: then it may be. */
public final class WriteRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of refusal it is. */
    public enum Reason {
        /** More waits than may wait; try again later. */
        QUEUE_FULL,
        /** The disk has too little space left; it goes on by itself once there is more. */
        DISK_FULL,
        /** The number isn't the next of its room: somebody else writes there, or the writer's history isn't the stored one. */
        WRONG_NUMBER,
        /** A native write failed, so that nobody knows what the disk has; nothing is written until a restart. */
        FAILED,
        /** The journal is closed. */
        CLOSED
    }

    private final Reason reason;

    WriteRefused(Reason reason, String message) {
        this(reason, message, null);
    }

    WriteRefused(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
