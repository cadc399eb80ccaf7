package dev.parley.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.engine.update.Updates;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The first place where two things differ, told so that a reader can find it; null if they are the same. */
public final class Difference {
    private static final int SHOWN_BYTES = 40;
    private static final int SHOWN_CHARS = 600;

    private Difference() {}

    public static @Nullable String ofBytes(byte[] expected, byte[] got) {
        int at = Arrays.mismatch(expected, got);
        if (at < 0) {
            return null;
        }
        return "from byte %d on (expected %d bytes, got %d)%n  expected %s%n       got %s"
                .formatted(at, expected.length, got.length, hexAround(expected, at), hexAround(got, at));
    }

    /** Differing bytes, and what that means for structs and deletions, if both can be read. */
    public static @Nullable String ofUpdates(byte[] expected, byte[] got, UpdateFormat format) {
        var bytes = ofBytes(expected, got);
        return bytes == null ? null : bytes + "\n  " + meaning(expected, got, format);
    }

    /** Objects regardless of the order of their keys, numbers as doubles. */
    public static @Nullable String ofJson(JsonNode expected, JsonNode got) {
        return ofJson("", expected, got);
    }

    private static @Nullable String ofJson(String path, JsonNode expected, JsonNode got) {
        if (expected.isObject() && got.isObject()) {
            return ofObjects(path, expected, got);
        }
        if (expected.isArray() && got.isArray()) {
            return ofArrays(path, expected, got);
        }
        boolean same = (expected.isNumber() && got.isNumber())
                ? expected.doubleValue() == got.doubleValue()
                : expected.equals(got);
        return same ? null : told(path, expected, got);
    }

    private static @Nullable String ofObjects(String path, JsonNode expected, JsonNode got) {
        var keys = new TreeSet<String>();
        expected.fieldNames().forEachRemaining(keys::add);
        got.fieldNames().forEachRemaining(keys::add);
        for (var key : keys) {
            var inside = path + "." + key;
            if (!expected.has(key) || !got.has(key)) {
                return told(inside, expected.path(key), got.path(key));
            }
            var difference = ofJson(inside, expected.get(key), got.get(key));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static @Nullable String ofArrays(String path, JsonNode expected, JsonNode got) {
        for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
            var inside = path + "[" + i + "]";
            if (i >= expected.size() || i >= got.size()) {
                return told(inside, expected.path(i), got.path(i));
            }
            var difference = ofJson(inside, expected.get(i), got.get(i));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static String told(String path, JsonNode expected, JsonNode got) {
        return "at %s%n  expected %s%n       got %s"
                .formatted(path.isEmpty() ? "the top" : path, shown(expected), shown(got));
    }

    private static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        var text = node.toString();
        return text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " characters)";
    }

    private static String hexAround(byte[] bytes, int at) {
        int from = Math.max(0, at - SHOWN_BYTES / 4);
        int to = Math.min(bytes.length, at + SHOWN_BYTES);
        return (from > 0 ? "…" : "") + HexFormat.of().formatHex(bytes, from, to) + (to < bytes.length ? "…" : "");
    }

    private static String meaning(byte[] expected, byte[] got, UpdateFormat format) {
        try {
            var difference = ofJson(readable(expected, format), readable(got, format));
            return difference == null ? "although it reads the same" : difference;
        } catch (MalformedInput | RuntimeException e) {
            return "and cannot be read: " + e;
        }
    }

    private static JsonNode readable(byte[] update, UpdateFormat format) throws MalformedInput {
        var v1 = format == UpdateFormat.V1 ? update : Updates.convert(update, UpdateFormat.V2, UpdateFormat.V1);
        return ReadableUpdate.of(v1).asJson();
    }
}
