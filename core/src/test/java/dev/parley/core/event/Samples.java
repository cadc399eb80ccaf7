package dev.parley.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.Hex;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One event of each kind, as it was recorded, and what it was recorded with. */
final class Samples {
    static final RoomName ROOM = new RoomName("team/Müller \ud83e\udeb6");
    static final RoomName OTHER_ROOM = new RoomName("random");

    /** Its secret is the bytes 00 to 1f. */
    static final ContentKey KEY = key(7, 0);

    static final KeyRing KEYS = new KeyRing(ROOM, List.of(KEY));
    static final KeyRing NO_KEYS = KeyRing.empty(ROOM);

    static final Instant TIME = Instant.parse("2026-11-01T12:00:00.123Z");
    static final long GENERATION = 2;
    static final long EPOCH = 1_793_534_399_000L;
    static final Writer WRITER = new Writer(KEYS, GENERATION, EPOCH);

    /** More than fits into an int. */
    static final long SEQUENCE = 4_294_967_301L;

    static final byte[] PREVIOUS = filled(32, 0x5a);

    /** "hi", written by client 1. */
    static final byte[] UPDATE = Hex.bytes("01 01 05 00 04 01 01 74 02 68 69 00");

    static final byte[] LONG_UPDATE = "ab".repeat(500).getBytes(StandardCharsets.US_ASCII);

    static final RoomEvent.Applied APPLIED = new RoomEvent.Applied(
            TIME,
            List.of(
                    new Change("ada", "c-1", "yjs", TIME.minusMillis(1_500), UPDATE),
                    new Change("Zoë", "c-2", "", TIME, new byte[2])));

    static final RoomEvent.Applied APPLIED_LONG =
            new RoomEvent.Applied(TIME, List.of(new Change("ada", "c-1", "import", TIME, LONG_UPDATE)));

    static final RoomEvent.Condensed CONDENSED = new RoomEvent.Condensed(TIME, List.of("ada", "Zoë"), UPDATE);

    static final RoomEvent.Erased ERASED = new RoomEvent.Erased(TIME, "ada");

    static final List<RoomEvent> EVENTS = List.of(
            APPLIED,
            new RoomEvent.Forked(TIME, "ada", "elsewhere", SEQUENCE, UPDATE),
            new RoomEvent.Imported(TIME, "ada", "elsewhere", KEY.secret()),
            new RoomEvent.Restored(TIME, "ada"),
            CONDENSED,
            ERASED,
            new RoomEvent.AccessChanged(
                    TIME,
                    "ada",
                    List.of(
                            new RoomEvent.Grant("*", Right.READ),
                            new RoomEvent.Grant("ben", Right.WRITE),
                            new RoomEvent.Grant("team-*", Right.HISTORY),
                            new RoomEvent.Grant("ada", Right.ADMIN))),
            new RoomEvent.BotInstalled(
                    TIME,
                    "ada",
                    "clock",
                    object("{'name':'clock','commands':['tell'],'public':true,'answer':42,'nothing':null}")),
            new RoomEvent.BotRemoved(TIME, "ada", "clock"),
            new RoomEvent.ToolCallStarted(
                    TIME, "ada", "call-1", "search", object("{'query':'feather \ud83e\udeb6','limit':10}")),
            new RoomEvent.ToolCallEnded(TIME, "call-1", "done", object("{'found':[1.5,1e300]}")),
            new RoomEvent.Executed(TIME, "ada", "run-1", execution()));

    private Samples() {}

    private static Any.Obj execution() {
        var members = new LinkedHashMap<String, Any>();
        members.put("code", Any.of("1 + 1"));
        members.put("count", Any.of(3));
        members.put("image", new Any.Bytes(Hex.bytes("ff 00")));
        return new Any.Obj(members);
    }

    /** JSON with single quotes. */
    static Any.Obj object(String json) {
        try {
            if (Json.parse(json.replace('\'', '"'), 200) instanceof Any.Obj object) {
                return object;
            }
            throw new AssertionError("not an object: " + json);
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }

    static ContentKey key(long number, int first) {
        var secret = new byte[ContentKey.BYTES];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (first + i);
        }
        return new ContentKey(number, secret);
    }

    /** The event at the place of the recorded ones, by the writer of the recorded ones. */
    static Link written(RoomEvent event) {
        return written(WRITER, event);
    }

    static Link written(Writer writer, RoomEvent event) {
        return event instanceof RoomEvent.Condensed condensed
                ? writer.replace(new Head(SEQUENCE, PREVIOUS), condensed)
                : writer.write(new Head(SEQUENCE - 1, PREVIOUS), event);
    }

    /** As a journal gives it back. */
    static Link stored(Link link) {
        return Link.stored(link.bytes().clone());
    }

    /** An event whose fields were packed by somebody else; sealed as they should be. */
    static Link sealed(String kind, long version, int packing, byte[] packed) {
        var out = new Encoder();
        out.writeByte(2);
        out.writeVarUint(SEQUENCE);
        out.writeBytes(PREVIOUS);
        out.writeVarUint(GENERATION);
        out.writeVarUint(EPOCH);
        out.writeVarUint(TIME.toEpochMilli());
        out.writeVarString(kind);
        out.writeVarUint(version);
        out.writeByte(packing);
        out.writeVarUint(KEY.number());
        var context = Packing.context(KEYS, out.array(), out.size());
        out.writeBytes(KEY.seal(ContentKey.Use.EVENT, EPOCH, SEQUENCE, context, packed));
        return Link.stored(out.toBytes());
    }

    /** What a file holds, line by line. */
    static List<byte[]> recorded(String file) {
        try (var in = Samples.class.getResourceAsStream("/events/" + file + ".hex")) {
            var text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Hex::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertSame(RoomEvent event, RoomEvent expected) {
        assertThat(event)
                .hasSameClassAs(expected)
                .usingRecursiveComparison()
                .withEqualsForType(Any.Obj::equals, Any.Obj.class)
                .isEqualTo(expected);
    }

    static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** With one bit turned. */
    static byte[] flipped(byte[] bytes, int bit) {
        var flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    /** Whether some bytes stand within others. */
    static boolean contains(byte[] whole, byte[] part) {
        return new String(whole, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    static Map<String, Any> nested(int depth) {
        Any value = Any.NULL;
        for (int i = 0; i < depth; i++) {
            value = new Any.Arr(List.of(value));
        }
        return Map.of("value", value);
    }
}
