package dev.parley.core.event;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Encoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One event in its place in a room's chain, together with the bytes that stand for it. The bytes are made once and stored as
 * they are; the hash is taken over them and over the room's name, so that neither an event nor its place nor its room can be
 * exchanged unseen.
 */
public final class Link {
    static final int HASH_BYTES = 32;

    private final long sequence;
    private final byte[] previous;
    private final RoomEvent event;
    private final byte[] bytes;

    private Link(long sequence, byte[] previous, RoomEvent event, byte[] bytes) {
        this.sequence = sequence;
        this.previous = previous;
        this.event = event;
        this.bytes = bytes;
    }

    static Link of(long sequence, byte[] previous, RoomEvent event) {
        return new Link(sequence, previous, event, LinkFormat.write(sequence, previous, event));
    }

    /** The link that such bytes stand for, from a journal or an archive. */
    public static Link read(byte[] bytes) throws MalformedInput {
        return LinkFormat.read(bytes);
    }

    static Link stored(long sequence, byte[] previous, RoomEvent event, byte[] bytes) {
        return new Link(sequence, previous, event, bytes);
    }

    /** The event's number in its room, from 1. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the event before; zeros for the first. */
    public byte[] previous() {
        return previous;
    }

    public RoomEvent event() {
        return event;
    }

    /** What a journal stores; never altered. */
    public byte[] bytes() {
        return bytes;
    }

    /** The link's hash as an event of this room. */
    public byte[] hash(RoomName room) {
        // The name goes first with its length, so that no two pairs of name and event give the same input.
        var name = new Encoder();
        name.writeVarBytes(room.value().getBytes(StandardCharsets.UTF_8));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.toBytes());
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
