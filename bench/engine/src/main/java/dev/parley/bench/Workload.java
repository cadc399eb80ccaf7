package dev.parley.bench;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.type.SharedType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What there is to do in one kind of document, and what must come out. The formats are those of the traces' README. */
record Workload(Path folder, Traces.Fields index) {
    private interface Reader<T> {
        T read(Decoder in) throws MalformedInput;
    }

    String name() {
        return index.text("name");
    }

    List<byte[]> updates() throws MalformedInput {
        return readAll(bytes("updates"), Decoder::readVarBytes);
    }

    List<Edit> edits() throws MalformedInput {
        return readAll(bytes("ops"), Edit::read);
    }

    byte[] state(UpdateFormat format) {
        return switch (format) {
            case V1 -> bytes("stateV1");
            case V2 -> bytes("stateV2");
        };
    }

    /** The updates of what the document is before the log comes in; most begin with an empty one. */
    List<byte[]> base() {
        return index.has("base") ? List.of(bytes("base")) : List.of();
    }

    /** The state vector of somebody who lacks so many updates. */
    byte[] stateVectorBehind(int updates) {
        return index.list("behind").stream()
                .filter(late -> late.number("updates") == updates)
                .map(late -> Base64.getDecoder().decode(late.text("stateVector")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name() + " has nobody who lacks " + updates));
    }

    /** The root that the edits go to. */
    SharedType root(Doc doc) {
        return root(doc, index.object("roots").all().keySet().iterator().next());
    }

    private SharedType root(Doc doc, String name) {
        var kind = index.object("roots").text(name);
        return switch (kind) {
            case "text" -> doc.text(name);
            case "array" -> doc.array(name);
            case "map" -> doc.map(name);
            default -> throw new IllegalStateException("expected a text, array or map, found " + kind);
        };
    }

    /** All roots as plain values. */
    Any.Obj json(Doc doc) {
        Map<String, Any> roots = new LinkedHashMap<>();
        for (String name : index.object("roots").all().keySet()) {
            roots.put(name, root(doc, name).toJson());
        }
        return new Any.Obj(roots);
    }

    boolean isIn(Doc doc) {
        return isShownBy(json(doc));
    }

    boolean isShownBy(Any json) {
        return Canonical.sha256(json).equals(index.object("expect").text("jsonSha256"));
    }

    private byte[] bytes(String key) {
        if (!index.has(key)) {
            throw new IllegalArgumentException(name() + " has no " + key);
        }
        var file = folder.resolve(index.object(key).text("file"));
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> readAll(byte[] content, Reader<T> reader) throws MalformedInput {
        List<T> read = new ArrayList<>();
        var in = new Decoder(content);
        while (in.hasMore()) {
            read.add(reader.read(in));
        }
        return read;
    }
}
