package dev.parley.core.access;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of a room: any text of up to 255 bytes of UTF-8 without control characters, {@code /} and {@code :} included. Names
 * are compared by code point and never normalised, so two names that look alike are two rooms for every protocol.
 */
public record RoomName(String value) {
    private static final int MAX_BYTES = 255;

    /** For names that are known to be good, such as those of our own tests and stored events. */
    public RoomName {
        var fault = faultOf(value);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** The room that somebody outside asks for by its plain name. */
    public static RoomName of(String name) throws MalformedInput {
        var fault = faultOf(name);
        if (fault != null) {
            throw new MalformedInput(fault);
        }
        return new RoomName(name);
    }

    /**
     * The room that the rest of an address's path names, percent-encoded; it is decoded exactly once. Everything is taken as
     * it stands: a {@code /} may be written plain or as {@code %2F}.
     */
    public static RoomName fromPath(String encoded) throws MalformedInput {
        if (encoded.length() > 3 * MAX_BYTES) {
            throw new MalformedInput(tooLong());
        }
        var bytes = ByteBuffer.allocate(3 * encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c >= 0x80) {
                throw new MalformedInput("a room's name in an address must be percent-encoded");
            }
            if (c == '%') {
                if (i + 2 >= encoded.length()) {
                    throw new MalformedInput("a room's name ends within a percent-encoded byte");
                }
                char high = encoded.charAt(i + 1);
                char low = encoded.charAt(i + 2);
                if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
                    throw new MalformedInput("a room's name holds a % that two hexadecimal digits don't follow");
                }
                bytes.put((byte) (HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            return of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            throw new MalformedInput("a room's name is not UTF-8");
        }
    }

    private static @Nullable String faultOf(String name) {
        if (name.isEmpty()) {
            return "a room's name is empty";
        }
        if (name.length() > MAX_BYTES) {
            return tooLong();
        }
        if (name.isBlank()) {
            return "a room's name is blank";
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            // Line and paragraph separators too: a name must stay one line in every log.
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                return "a room's name holds a control character at position " + i;
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return "a room's name holds half a surrogate pair at position " + i;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        return bytes > MAX_BYTES ? tooLong() : null;
    }

    private static String tooLong() {
        return "a room's name is longer than " + MAX_BYTES + " bytes of UTF-8";
    }

    @Override
    public String toString() {
        return value;
    }
}
