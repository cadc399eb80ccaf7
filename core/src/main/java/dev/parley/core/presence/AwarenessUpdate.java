package dev.parley.core.presence;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.Json;
import java.util.ArrayList;
import java.util.List;

/** The states of some clients as they travel together (y-protocols/awareness), in the order in which they are told. */
public record AwarenessUpdate(List<ClientState> states) {
    /** A client, a clock and a length of one byte each: no state is shorter. */
    private static final int MIN_STATE_BYTES = 3;

    public AwarenessUpdate {
        states = List.copyOf(states);
    }

    /**
     * Reads one update; what follows it is left to the caller. A state that is not JSON is malformed: passed on, it would make
     * the update unreadable for everybody, together with the states of all others in it.
     */
    public static AwarenessUpdate read(Decoder decoder, PresenceLimits limits) throws MalformedInput {
        int start = decoder.position();
        long count = decoder.readVarUint();
        int most = Math.min(limits.statesPerUpdate(), decoder.remaining() / MIN_STATE_BYTES);
        if (count > most) {
            throw new MalformedInput("expected at most " + most + " states, found " + count + " at byte " + start);
        }
        var states = new ArrayList<ClientState>((int) count);
        for (long i = 0; i < count; i++) {
            states.add(readState(decoder, limits));
        }
        return new AwarenessUpdate(states);
    }

    public void write(Encoder encoder) {
        encoder.writeVarUint(states.size());
        for (var state : states) {
            encoder.writeVarUint(state.client());
            encoder.writeVarUint(state.clock());
            encoder.writeVarString(state.text());
        }
    }

    public byte[] toBytes() {
        var encoder = new Encoder();
        write(encoder);
        return encoder.toBytes();
    }

    private static ClientState readState(Decoder decoder, PresenceLimits limits) throws MalformedInput {
        long client = decoder.readVarUint();
        long clock = decoder.readVarUint();
        String json = decoder.readVarString(limits.stateBytes());
        Json.parse(json, limits.stateDepth());
        return new ClientState(client, clock, json);
    }
}
