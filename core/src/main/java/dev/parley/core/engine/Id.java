package dev.parley.core.engine;

import dev.parley.core.engine.lib0.Decoder;

/**
 * The name of one unit that was ever inserted: who, and the how-manieth of that client.
 *
 * <pre>{@code
 * Id id = doc.map("m").set("inner", Draft.text()).id();
 * id.client(); // doc.clientId()
 * id.clock();  // 0, if it is the first thing that the client wrote
 * }</pre>
 *
 * @param client from 0 to 2^53 - 1
 * @param clock from 0 to 2^53 - 1
 */
public record Id(long client, long clock) {
    public Id {
        if (client < 0 || client > Decoder.MAX_VAR_UINT || clock < 0 || clock > Decoder.MAX_VAR_UINT) {
            throw new IllegalArgumentException("a client and a clock are 0 to 2^53 - 1, not " + client + ":" + clock);
        }
    }
}
