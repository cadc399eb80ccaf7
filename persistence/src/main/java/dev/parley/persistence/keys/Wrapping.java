package dev.parley.persistence.keys;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of keys, and rings of records, wherever they are kept.
 *
 * @param master null if keys are to be kept as they are
 */
public record Wrapping(@Nullable MasterKey master) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public KeyRecord record(RoomName room, RoomName subject, ContentKey key) {
        return master == null
                ? new KeyRecord(room, subject, key.number(), KeyRecord.Form.PLAIN, key.secret())
                : new KeyRecord(room, subject, key.number(), KeyRecord.Form.WRAPPED, master.wrap(key.secret()));
    }

    /** A new key, for a room that had these before. */
    public static ContentKey fresh(List<KeyRecord> before) {
        return fresh(before.isEmpty() ? 1 : before.getLast().number() + 1);
    }

    static ContentKey fresh(long number) {
        var secret = new byte[ContentKey.BYTES];
        RANDOM.nextBytes(secret);
        return new ContentKey(number, secret);
    }

    /** What is left of a room's keys, given in the order of their numbers. */
    public KeyRing ring(RoomName room, List<KeyRecord> records) throws IOException {
        List<ContentKey> keys = new ArrayList<>();
        var subject = room;
        for (var record : records) {
            subject = record.subject();
            switch (record.form()) {
                case DESTROYED -> {}
                case PLAIN -> keys.add(new ContentKey(record.number(), record.secret()));
                case WRAPPED -> keys.add(new ContentKey(record.number(), unwrapped(record.secret())));
            }
        }
        return new KeyRing(subject, keys);
    }

    private byte[] unwrapped(byte[] wrapped) throws IOException {
        if (master == null) {
            throw new IOException("its keys are wrapped in a master key, and none is configured (PARLEY_KEY_FILE)");
        }
        try {
            return master.unwrap(wrapped);
        } catch (MalformedInput e) {
            throw new IOException("its keys are wrapped in another master key than the one of PARLEY_KEY_FILE");
        }
    }
}
