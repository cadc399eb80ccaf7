package dev.parley.core.sync;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;

/**
 * One message of the sync protocol. Either side may send a step 1 at any time and is owed a step 2; two sides are in sync when
 * each has had a step 2 for its step 1. Updates and state vectors are in format 1 and pass through unread.
 */
public sealed interface SyncMessage {

    /** "This is what I have": asks for everything that the state vector does not cover. */
    record Step1(byte[] stateVector) implements SyncMessage {
        /** The question of somebody who has nothing yet. */
        public static final Step1 HAVING_NOTHING = new Step1(new byte[] {0});
    }

    /** "This is what you lack": the answer to a step 1, with all deletions. */
    record Step2(byte[] update) implements SyncMessage {
        /** The answer to somebody who lacks nothing. */
        public static final Step2 LACKING_NOTHING = new Step2(new byte[] {0, 0});
    }

    /** "This just happened." */
    record Update(byte[] update) implements SyncMessage {}

    /** Reads one message; what follows it is left to the caller. An unknown kind is malformed, as it is for y-protocols. */
    static SyncMessage read(Decoder decoder) throws MalformedInput {
        int start = decoder.position();
        long kind = decoder.readVarUint();
        if (kind > 2) {
            throw new MalformedInput("expected sync message 0, 1 or 2, found " + kind + " at byte " + start);
        }
        byte[] payload = decoder.readVarBytes();
        return switch ((int) kind) {
            case 0 -> new Step1(payload);
            case 1 -> new Step2(payload);
            default -> new Update(payload);
        };
    }

    default void write(Encoder encoder) {
        switch (this) {
            case Step1 m -> write(encoder, 0, m.stateVector());
            case Step2 m -> write(encoder, 1, m.update());
            case Update m -> write(encoder, 2, m.update());
        }
    }

    /**
     * Whether an update in format 1 has neither structs nor deletions, as the usual step 2 of a client that has nothing new.
     * Such an update need not be applied.
     */
    static boolean isEmpty(byte[] update) {
        return update.length == 2 && update[0] == 0 && update[1] == 0;
    }

    private static void write(Encoder encoder, int kind, byte[] payload) {
        encoder.writeVarUint(kind);
        encoder.writeVarBytes(payload);
    }
}
