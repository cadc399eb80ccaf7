package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * One event in its place in a room's chain: the bytes that stand for it. They are made once and stored as they are; the hash is
 * taken over them and over the room's name, so that neither an event nor its place nor its room can be exchanged unseen. Bytes from
 * a journal are looked at when somebody asks, so that one event that can't be read is not the end of a journal.
 */
public final class Link {
    static final int HASH_BYTES = 32;

    private final byte[] bytes;

    /** Read once at most in each method: an actor and its journal share a link, and both may come to fill these. */
    private @Nullable Frame frame;

    private @Nullable RoomEvent event;

    private Link(byte[] bytes, @Nullable Frame frame, @Nullable RoomEvent event) {
        this.bytes = bytes;
        this.frame = frame;
        this.event = event;
    }

    /** What a journal or an archive has stored; any bytes. */
    public static Link stored(byte[] bytes) {
        return new Link(bytes, null, null);
    }

    static Link written(byte[] bytes, Frame frame, RoomEvent event) {
        return new Link(bytes, frame, event);
    }

    /** What a journal stores; never altered. */
    public byte[] bytes() {
        return bytes;
    }

    /** What can be told of it without a key. */
    public Frame frame() throws MalformedInput {
        var known = frame;
        if (known == null) {
            known = FrameFormat.read(bytes);
            frame = known;
        }
        return known;
    }

    /** The event itself. It is kept, so that the keys are not asked again, nor when it was made here. */
    public RoomEvent open(KeyRing keys) throws MalformedInput {
        var known = event;
        if (known == null) {
            known = EventFormat.read(frame(), Packing.unpack(bytes, frame(), keys));
            event = known;
        }
        return known;
    }

    /** The link's hash as an event of the room whose chain has this name. */
    public byte[] hash(RoomName subject) {
        // The name goes first with its length, so that no two pairs of name and event give the same input.
        var name = new Encoder();
        name.writeVarBytes(subject.value().getBytes(StandardCharsets.UTF_8));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.toBytes());
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
