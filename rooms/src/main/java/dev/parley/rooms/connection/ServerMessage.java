package dev.parley.rooms.connection;

import dev.parley.core.presence.ClientState;
import dev.parley.core.sync.SyncMessage;
import java.util.List;

/** What a client is told, in the words of no particular protocol. */
public sealed interface ServerMessage {
    /** An envelope and the objects around it. */
    long OVERHEAD = 64;

    /** What the message weighs in the queue of a socket: about its bytes on the wire. */
    long weight();

    /** The last one: the socket closes, for this reason. */
    record End(Ending reason) implements ServerMessage {
        @Override
        public long weight() {
            return OVERHEAD;
        }
    }

    /** What is told to a seat. */
    sealed interface Told extends ServerMessage {
        int seat();
    }

    record Sync(int seat, SyncMessage message) implements Told {
        @Override
        public long weight() {
            return OVERHEAD
                    + switch (message) {
                        case SyncMessage.Step1(var stateVector) -> stateVector.length;
                        case SyncMessage.Step2(var update) -> update.length;
                        case SyncMessage.Update(var update) -> update.length;
                    };
        }
    }

    /** Changes of others, as they happened. */
    record Changed(int seat, List<byte[]> updates) implements Told {
        @Override
        public long weight() {
            long sum = OVERHEAD;
            for (var update : updates) {
                sum += OVERHEAD + update.length;
            }
            return sum;
        }
    }

    /** All that is in the room: the answer to a step 1. Everybody who asked has the same bytes, so they weigh nothing here. */
    record Contents(int seat, byte[] update) implements Told {
        @Override
        public long weight() {
            return OVERHEAD;
        }
    }

    record Presence(int seat, List<ClientState> states) implements Told {
        @Override
        public long weight() {
            long sum = OVERHEAD;
            for (var state : states) {
                var json = state.json();
                sum += OVERHEAD + (json == null ? 0 : json.length());
            }
            return sum;
        }
    }

    /** A change was not made: the seat may only read. */
    record ReadOnly(int seat) implements Told {
        @Override
        public long weight() {
            return OVERHEAD;
        }
    }
}
