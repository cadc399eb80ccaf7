package dev.parley.persistence.serial;

import akka.serialization.SerializerWithStringManifest;
import dev.parley.core.event.Link;
import java.io.NotSerializableException;

/**
 * Stores a link as the bytes that it was made with: they are what its hash covers, so they are never made again. Read back, they are
 * a link whatever they are: that they can't be read is for the room to find.
 */
public final class LinkSerializer extends SerializerWithStringManifest {
    /** Stored with each event: never to be changed, nor given to another serializer. */
    private static final int IDENTIFIER = 0x9A41E1;

    /** Stored with each event, too. The bytes tell their own format and version. */
    private static final String MANIFEST = "link";

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
        if (o instanceof Link link) {
            return link.bytes();
        }
        throw new IllegalArgumentException(
                "not an event of a room: " + o.getClass().getName());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(MANIFEST)) {
            throw new NotSerializableException(
                    "an event stored as '" + manifest + "', which this release doesn't know");
        }
        return Link.stored(bytes);
    }
}
