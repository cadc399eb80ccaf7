package dev.parley.persistence.serial;

import akka.serialization.SerializerWithStringManifest;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Checkpoint;
import dev.parley.core.event.CheckpointFormat;
import java.io.NotSerializableException;

/** Stores a checkpoint as the bytes that it was made with. One whose beginning can't be read is not given out. */
public final class CheckpointSerializer extends SerializerWithStringManifest {
    /** Stored with each checkpoint: never to be changed, nor given to another serializer. */
    private static final int IDENTIFIER = 0x9A41E2;

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
            return checkpoint.bytes();
        }
        throw new IllegalArgumentException(
                "not a checkpoint of a room: " + o.getClass().getName());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(MANIFEST)) {
            throw new NotSerializableException(
                    "a checkpoint stored as '" + manifest + "', which this release doesn't know");
        }
        try {
            return CheckpointFormat.stored(bytes);
        } catch (MalformedInput e) {
            var failure = new NotSerializableException("a stored checkpoint cannot be read: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
