package dev.parley.core.engine.update;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.IntDiffOptRleDecoder;
import dev.parley.core.engine.lib0.RleByteDecoder;
import dev.parley.core.engine.lib0.StringColumnDecoder;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.lib0.UintOptRleDecoder;
import dev.parley.core.engine.struct.Latin1Content;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.Utf16Content;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Format 2: a column for each field, then what is left. */
public final class V2Reader extends UpdateReader {
    private static final byte[] NO_COLUMNS = {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

    /**
     * How often keys may be repeated, in units for each byte of the update and for any update. A repetition takes no byte, but is
     * written in full when the update is written again; Yjs itself never repeats a key.
     */
    private static final int REPEATED_PER_BYTE = 64;

    private static final int REPEATED = 1 << 14;

    private final IntDiffOptRleDecoder keyClocks;
    private final UintOptRleDecoder clients;
    private final IntDiffOptRleDecoder leftClocks;
    private final IntDiffOptRleDecoder rightClocks;
    private final RleByteDecoder infos;
    private final StringColumnDecoder strings;
    private final RleByteDecoder parentInfos;
    private final UintOptRleDecoder typeReferences;
    private final UintOptRleDecoder lengths;

    /** Keys read so far: a number below their count refers back to one. */
    private final List<String> keys = new ArrayList<>();

    private long repeatsLeft;
    private long rangeFrom;
    private int textLength;

    V2Reader(Decoder update) throws MalformedInput {
        this(update, update);
    }

    private V2Reader(Decoder columns, Decoder rest) throws MalformedInput {
        super(rest);
        repeatsLeft = REPEATED + (long) REPEATED_PER_BYTE * columns.remaining();
        columns.readVarUint();
        keyClocks = new IntDiffOptRleDecoder(columns.readNested());
        clients = new UintOptRleDecoder(columns.readNested());
        leftClocks = new IntDiffOptRleDecoder(columns.readNested());
        rightClocks = new IntDiffOptRleDecoder(columns.readNested());
        infos = new RleByteDecoder(columns.readNested());
        strings = new StringColumnDecoder(columns.readNested());
        parentInfos = new RleByteDecoder(columns.readNested());
        typeReferences = new UintOptRleDecoder(columns.readNested());
        lengths = new UintOptRleDecoder(columns.readNested());
    }

    static V2Reader withoutColumns(Decoder rest) throws MalformedInput {
        return new V2Reader(new Decoder(NO_COLUMNS), rest);
    }

    @Override
    public long client() throws MalformedInput {
        return clients.read();
    }

    @Override
    public int info() throws MalformedInput {
        return infos.read();
    }

    @Override
    public void leftId() throws MalformedInput {
        idClient = clients.read();
        idClock = clock(leftClocks.read());
    }

    @Override
    public void rightId() throws MalformedInput {
        idClient = clients.read();
        idClock = clock(rightClocks.read());
    }

    /** Differences can lead anywhere. */
    private static long clock(long value) throws MalformedInput {
        if (value < 0 || value > Decoder.MAX_VAR_UINT) {
            throw new MalformedInput("expected a clock from 0 to 2^53 - 1, found " + value);
        }
        return value;
    }

    @Override
    public boolean parentIsRoot() throws MalformedInput {
        return parentInfos.read() == 1;
    }

    @Override
    public int typeReference() throws MalformedInput {
        return (int) Math.min(typeReferences.read(), Integer.MAX_VALUE);
    }

    @Override
    public long length() throws MalformedInput {
        return lengths.read();
    }

    @Override
    public String string() throws MalformedInput {
        return strings.readString();
    }

    @Override
    public String name(TextCache known) throws MalformedInput {
        return strings.readString(known);
    }

    @Override
    public TextContent text() throws MalformedInput {
        textLength = strings.next();
        int from = strings.from();
        int to = from + textLength;
        return strings.array() instanceof byte[] latin1
                ? new Latin1Content(Arrays.copyOfRange(latin1, from, to), TextContent.OWNED)
                : text((char[]) strings.array(), from, to);
    }

    /** One letter beyond Latin-1 widens the whole column, but not the other strings in it. */
    private static TextContent text(char[] units, int from, int to) {
        for (int i = from; i < to; i++) {
            if (units[i] > 0xff) {
                return new Utf16Content(Arrays.copyOfRange(units, from, to), TextContent.OWNED);
            }
        }
        var latin1 = new byte[to - from];
        for (int i = from; i < to; i++) {
            latin1[i - from] = (byte) units[i];
        }
        return new Latin1Content(latin1, TextContent.OWNED);
    }

    @Override
    public int textLength() {
        return textLength;
    }

    @Override
    public String key(TextCache known) throws MalformedInput {
        long number = keyClocks.read();
        if (number < 0) {
            throw new MalformedInput("expected the number of a key, found " + number);
        }
        if (number < keys.size()) {
            String repeated = keys.get((int) number);
            repeatsLeft -= repeated.length();
            if (repeatsLeft < 0) {
                throw new MalformedInput("more repeated keys than an update of this size may have");
            }
            return repeated;
        }
        String key = strings.readString(known);
        keys.add(key);
        return key;
    }

    @Override
    public Any json(int maxDepth) throws MalformedInput {
        var value = AnyFormat.read(rest, maxDepth);
        if (!isJson(value)) {
            throw new MalformedInput("expected a value that JSON can express, found undefined or a bigint");
        }
        return value;
    }

    /** Whether format 1 has a text for it: else what is read here could never be passed on. */
    private static boolean isJson(Any value) {
        if (value instanceof Any.Undefined) {
            return false;
        }
        var open = new ArrayDeque<Any>(1);
        open.push(value);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case Any.BigInt number -> {
                    return false;
                }
                case Any.Arr array -> array.items().forEach(open::push);
                case Any.Obj object -> object.members().values().forEach(open::push);
                case Any.Undefined u -> {}
                case Any.Null n -> {}
                case Any.Bool bool -> {}
                case Any.Num number -> {}
                case Any.Str text -> {}
                case Any.Bytes bytes -> {}
            }
        }
        return true;
    }

    @Override
    public void startRanges() {
        rangeFrom = 0;
    }

    @Override
    public long rangeClock() throws MalformedInput {
        rangeFrom = clock(rangeFrom + rest.readVarUint());
        return rangeFrom;
    }

    @Override
    public long rangeLength() throws MalformedInput {
        long length = rest.readVarUint() + 1;
        rangeFrom = clock(rangeFrom + length);
        return length;
    }
}
