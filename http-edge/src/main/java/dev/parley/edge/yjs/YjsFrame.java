package dev.parley.edge.yjs;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.presence.AwarenessUpdate;
import dev.parley.core.presence.PresenceLimits;
import dev.parley.core.sync.SyncMessage;

/**
 * A frame of y-websocket as a client sends it, and the frames that a server sends.
 *
 * <pre>
 * frame = 0 sync
 *       | 1 varBytes(awareness)
 *       | 2 0 varString(reason)      permission denied, from the server only; the client writes it into its log
 *       | 3                          "who is there?", from the client only
 * </pre>
 */
sealed interface YjsFrame {
    record Sync(SyncMessage message) implements YjsFrame {}

    record Awareness(AwarenessUpdate update) implements YjsFrame {}

    record QueryAwareness() implements YjsFrame {}

    /** A kind that we don't know. Clients and servers of this protocol pass over such a frame. */
    record Unknown(long kind) implements YjsFrame {}

    /** Reads one frame; bytes after it are ignored, as Yjs does. */
    static YjsFrame read(byte[] bytes, PresenceLimits limits) throws MalformedInput {
        var in = new Decoder(bytes);
        long kind = in.readVarUint();
        if (kind == 0) {
            return new Sync(SyncMessage.read(in));
        }
        if (kind == 1) {
            return new Awareness(AwarenessUpdate.read(in.readNested(), limits));
        }
        return kind == 3 ? new QueryAwareness() : new Unknown(kind);
    }

    static byte[] sync(SyncMessage message) {
        var out = new Encoder();
        out.writeVarUint(0);
        message.write(out);
        return out.toBytes();
    }

    static byte[] awareness(AwarenessUpdate update) {
        var out = new Encoder();
        out.writeVarUint(1);
        out.writeVarBytes(update.toBytes());
        return out.toBytes();
    }

    static byte[] permissionDenied(String reason) {
        var out = new Encoder();
        out.writeVarUint(2);
        out.writeVarUint(0);
        out.writeVarString(reason);
        return out.toBytes();
    }
}
