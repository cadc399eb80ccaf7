package dev.parley.persistence.archive;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive begins with: the room, and the keys that open it. Whoever has the file can read the room.
 *
 * <pre>
 * header = room:varString  subject:varString  count:varUint  count × ( number:varUint  secret:varBytes )
 * </pre>
 */
record ArchiveHeader(RoomName room, KeyRing keys) {
    private static final int SMALLEST_KEY = ContentKey.BYTES + 2;

    byte[] toBytes() {
        var out = new Encoder();
        out.writeVarString(room.value());
        out.writeVarString(keys.subject().value());
        out.writeVarUint(keys.keys().size());
        for (var key : keys.keys()) {
            out.writeVarUint(key.number());
            out.writeVarBytes(key.secret());
        }
        return out.toBytes();
    }

    static ArchiveHeader read(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        var room = RoomName.of(in.readVarString());
        var subject = RoomName.of(in.readVarString());
        long count = in.readVarUint();
        if (count > in.remaining() / SMALLEST_KEY) {
            throw new MalformedInput("an archive that claims " + count + " keys in " + in.remaining() + " bytes");
        }
        List<ContentKey> keys = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long number = in.readVarUint();
            var secret = in.readVarBytes();
            if (secret.length != ContentKey.BYTES) {
                throw new MalformedInput("an archive with a key of " + secret.length + " bytes");
            }
            if (number <= (keys.isEmpty() ? 0 : keys.getLast().number()) || number >= ContentKey.MAX_NUMBER) {
                throw new MalformedInput("an archive whose keys have no good numbers");
            }
            keys.add(new ContentKey(number, secret));
        }
        if (in.hasMore()) {
            throw new MalformedInput("an archive with something behind its keys");
        }
        return new ArchiveHeader(room, new KeyRing(subject, keys));
    }
}
