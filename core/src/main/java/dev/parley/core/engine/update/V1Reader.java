package dev.parley.core.engine.update;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.lib0.Utf8;
import dev.parley.core.engine.struct.Latin1Content;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.Utf16Content;

/** Format 1: one stream. */
public final class V1Reader extends UpdateReader {
    private int textLength;

    V1Reader(Decoder update) {
        super(update);
    }

    @Override
    public long client() throws MalformedInput {
        return rest.readVarUint();
    }

    @Override
    public int info() throws MalformedInput {
        return rest.readByte();
    }

    @Override
    public void leftId() throws MalformedInput {
        idClient = rest.readVarUint();
        idClock = rest.readVarUint();
    }

    @Override
    public void rightId() throws MalformedInput {
        idClient = rest.readVarUint();
        idClock = rest.readVarUint();
    }

    @Override
    public boolean parentIsRoot() throws MalformedInput {
        return rest.readVarUint() == 1;
    }

    @Override
    public int typeReference() throws MalformedInput {
        return (int) Math.min(rest.readVarUint(), Integer.MAX_VALUE);
    }

    @Override
    public long length() throws MalformedInput {
        return rest.readVarUint();
    }

    @Override
    public String string() throws MalformedInput {
        return rest.readVarString();
    }

    @Override
    public String name(TextCache known) throws MalformedInput {
        return rest.readVarString(known);
    }

    @Override
    public TextContent text() throws MalformedInput {
        int length = rest.readLength();
        int from = rest.position();
        var bytes = rest.array();
        int width = Utf8.scan(bytes, from, from + length);
        rest.skip(length);
        if (width == Utf8.UTF16) {
            var units = Utf8.toUtf16(bytes, from, from + length);
            textLength = units.length;
            return new Utf16Content(units, TextContent.OWNED);
        }
        var units = Utf8.toLatin1(bytes, from, from + length);
        textLength = units.length;
        return new Latin1Content(units, TextContent.OWNED);
    }

    @Override
    public int textLength() {
        return textLength;
    }

    @Override
    public String key(TextCache known) throws MalformedInput {
        return rest.readVarString(known);
    }

    @Override
    public Any json(int maxDepth) throws MalformedInput {
        return Json.parse(rest.readVarString(), maxDepth);
    }

    @Override
    public void startRanges() {}

    @Override
    public long rangeClock() throws MalformedInput {
        return rest.readVarUint();
    }

    @Override
    public long rangeLength() throws MalformedInput {
        return rest.readVarUint();
    }
}
