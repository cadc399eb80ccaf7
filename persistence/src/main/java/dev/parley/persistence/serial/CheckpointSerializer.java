package dev.parley.persistence.serial;

import akka.serialization.SerializerWithStringManifest;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.event.Checkpoint;
import java.io.NotSerializableException;

/** Stores a checkpoint: {@code sequence:varUint weight:varUint bytes:varBytes}. */
public final class CheckpointSerializer extends SerializerWithStringManifest {
    /** Stored with each checkpoint: never to be changed, nor given to another serializer. */
    private static final int IDENTIFIER = 0x9A41E2;

    /** Stored with each checkpoint, too. */
    private static final String MANIFEST = "checkpoint";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object o) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object o) {
        if (o instanceof Checkpoint checkpoint) {
            var out = new Encoder();
            out.writeVarUint(checkpoint.sequence());
            out.writeVarUint(checkpoint.weight());
            out.writeVarBytes(checkpoint.bytes());
            return out.toBytes();
        }
        throw new IllegalArgumentException("not a checkpoint: " + o.getClass().getName());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(MANIFEST)) {
            throw new NotSerializableException(
                    "a checkpoint stored as '" + manifest + "', which this release doesn't know");
        }
        try {
            var in = new Decoder(bytes);
            return new Checkpoint(in.readVarUint(), in.readVarUint(), in.readVarBytes());
        } catch (MalformedInput e) {
            var failure = new NotSerializableException("a stored checkpoint cannot be read: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
