package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands where in the database. Each key holds the name itself and no number that stands for it: such a mapping could get
 * lost apart from what it maps.
 *
 * <pre>
 * 1 name number    an event; name = length:2 bytes, UTF-8; number = 8 bytes; so a room's events lie together, in order
 * 2 name           the room's tip: its highest number, also when its events are deleted
 * 3 stamp          number:8 bytes, id: the order of all events
 * 4 tag stamp      the same of those with a tag; tag = length:2 bytes, UTF-8
 * 5 name           a mark: what was deleted of the room is still to go from the files
 * 255              the mark: whose database this is; also the key behind all others, from which one can look back
 * </pre>
 */
final class Keys {
    static final byte[] MARK = {(byte) 0xff};

    private static final byte EVENT = 1;
    private static final byte TIP = 2;
    private static final byte ORDER = 3;
    private static final byte TAG = 4;
    private static final byte REMOVAL = 5;

    private static final int NAME_AT = 3;
    private static final int MAX_NAME = 0xffff;

    /** Where an event is that an index tells of. */
    record Place(long stamp, String persistenceId, long sequence) {}

    private Keys() {}

    static byte[] event(String persistenceId, long sequence) {
        return named(EVENT, persistenceId, Long.BYTES).putLong(sequence).array();
    }

    static byte[] tip(String persistenceId) {
        return named(TIP, persistenceId, 0).array();
    }

    static byte[] order(long stamp) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(ORDER).putLong(stamp).array();
    }

    static byte[] tag(String tag, long stamp) {
        return named(TAG, tag, Long.BYTES).putLong(stamp).array();
    }

    static byte[] removal(String persistenceId) {
        return named(REMOVAL, persistenceId, 0).array();
    }

    /** Before all events, or tips, or marks of removals. */
    static byte[] firstEvent() {
        return new byte[] {EVENT};
    }

    static byte[] firstTip() {
        return new byte[] {TIP};
    }

    static byte[] firstRemoval() {
        return new byte[] {REMOVAL};
    }

    /** Behind the whole order. */
    static byte[] afterOrder() {
        return new byte[] {TAG};
    }

    static boolean isEvent(byte[] key) {
        return isNamed(key, EVENT, Long.BYTES);
    }

    static boolean isTip(byte[] key) {
        return isNamed(key, TIP, 0);
    }

    static boolean isRemoval(byte[] key) {
        return isNamed(key, REMOVAL, 0);
    }

    static boolean isOrder(byte[] key) {
        return key.length == 1 + Long.BYTES && key[0] == ORDER;
    }

    /** Whether such a key can be in a journal at all. */
    static boolean isOurs(byte[] key) {
        return key.length > 0 && ((key[0] >= EVENT && key[0] <= REMOVAL) || Arrays.equals(key, MARK));
    }

    /** Whether both are the same but for the number or stamp at their end. */
    static boolean sameName(byte[] key, byte[] other) {
        int end = other.length - Long.BYTES;
        return key.length == other.length && Arrays.equals(key, 0, end, other, 0, end);
    }

    /** The name in the key of an event, a tip or a mark. */
    static String name(byte[] key) {
        int length = ByteBuffer.wrap(key).getShort(1) & 0xffff;
        return new String(key, NAME_AT, length, StandardCharsets.UTF_8);
    }

    /** The number, or stamp, at the end of a key. */
    static long number(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }

    /** What an index holds. */
    static byte[] place(String persistenceId, long sequence) {
        var name = utf8(persistenceId);
        return ByteBuffer.allocate(Long.BYTES + name.remaining())
                .putLong(sequence)
                .put(name)
                .array();
    }

    static Place place(byte[] key, byte[] value) throws MalformedInput {
        if (value.length < Long.BYTES) {
            throw new MalformedInput("an index with " + value.length + " bytes, expected at least " + Long.BYTES);
        }
        var name = new String(value, Long.BYTES, value.length - Long.BYTES, StandardCharsets.UTF_8);
        return new Place(number(key), name, ByteBuffer.wrap(value).getLong());
    }

    private static ByteBuffer named(byte kind, String name, int more) {
        var utf8 = utf8(name);
        int length = utf8.remaining();
        return ByteBuffer.allocate(NAME_AT + length + more)
                .put(kind)
                .putShort((short) length)
                .put(utf8);
    }

    /** Refuses what UTF-8 can't tell: two names would share one key. */
    private static ByteBuffer utf8(String name) {
        try {
            var utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            if (utf8.remaining() > MAX_NAME) {
                throw new IllegalArgumentException("a name of " + utf8.remaining() + " bytes, but at most " + MAX_NAME
                        + " fit into a key of the journal");
            }
            return utf8;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a name with half a character in it", e);
        }
    }

    private static boolean isNamed(byte[] key, byte kind, int more) {
        return key.length >= NAME_AT + more
                && key[0] == kind
                && (ByteBuffer.wrap(key).getShort(1) & 0xffff) == key.length - NAME_AT - more;
    }
}
