package dev.parley.core.engine.update;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.IntDiffOptRleEncoder;
import dev.parley.core.engine.lib0.RleByteEncoder;
import dev.parley.core.engine.lib0.StringColumnEncoder;
import dev.parley.core.engine.lib0.UintOptRleEncoder;
import java.util.function.Consumer;

/** Format 2: a column for each field, then what is left. */
public final class V2Writer extends UpdateWriter {
    /** What a struct takes, beyond texts, in a document with a few words in each. */
    private static final int BYTES_PER_STRUCT = 16;

    private static final int TEXT_PER_STRUCT = 16;

    private final IntDiffOptRleEncoder keyClocks = new IntDiffOptRleEncoder();
    private final UintOptRleEncoder clients = new UintOptRleEncoder();
    private final IntDiffOptRleEncoder leftClocks = new IntDiffOptRleEncoder();
    private final IntDiffOptRleEncoder rightClocks = new IntDiffOptRleEncoder();
    private final RleByteEncoder infos = new RleByteEncoder();
    private final StringColumnEncoder strings;
    private final RleByteEncoder parentInfos = new RleByteEncoder();
    private final UintOptRleEncoder typeReferences = new UintOptRleEncoder();
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();

    /** Yjs counts keys and never remembers one, so each key is written again. */
    private long keys;

    private long rangeFrom;

    V2Writer(int structs) {
        super(new Encoder(room(BYTES_PER_STRUCT, structs)));
        strings = new StringColumnEncoder(room(TEXT_PER_STRUCT, structs));
    }

    /** The columns of numbers are short, the texts and the rest are most of it: those two are copied once. */
    @Override
    public byte[] toBytes() {
        var before = new Encoder();
        before.writeVarUint(0);
        column(before, keyClocks::writeTo);
        column(before, clients::writeTo);
        column(before, leftClocks::writeTo);
        column(before, rightClocks::writeTo);
        column(before, infos::writeTo);
        var textLengths = new Encoder();
        strings.writeLengthsTo(textLengths);
        var behind = new Encoder();
        column(behind, parentInfos::writeTo);
        column(behind, typeReferences::writeTo);
        column(behind, lengths::writeTo);

        before.writeVarUint((long) strings.textSize() + textLengths.size());
        var all = new Encoder(before.size() + strings.textSize() + textLengths.size() + behind.size() + rest.size());
        all.writeAll(before);
        strings.writeTextTo(all);
        all.writeAll(textLengths);
        all.writeAll(behind);
        all.writeAll(rest);
        return all.takeBytes();
    }

    private static void column(Encoder all, Consumer<Encoder> column) {
        var bytes = new Encoder();
        column.accept(bytes);
        all.writeVarUint(bytes.size());
        all.writeAll(bytes);
    }

    @Override
    public void client(long client) {
        clients.write(client);
    }

    @Override
    public void info(int info) {
        infos.write(info);
    }

    @Override
    public void leftId(long client, long clock) {
        clients.write(client);
        leftClocks.write(clock);
    }

    @Override
    public void rightId(long client, long clock) {
        clients.write(client);
        rightClocks.write(clock);
    }

    @Override
    public void parentIsRoot(boolean root) {
        parentInfos.write(root ? 1 : 0);
    }

    @Override
    public void typeReference(int reference) {
        typeReferences.write(reference);
    }

    @Override
    public void length(long length) {
        lengths.write(length);
    }

    @Override
    public void string(String text) {
        strings.write(text);
    }

    @Override
    public void latin1(byte[] units, int from, int length) {
        strings.writeLatin1(units, from, length);
    }

    @Override
    public void utf16(char[] units, int from, int length) {
        strings.writeUtf16(units, from, length);
    }

    @Override
    public void key(String key) {
        keyClocks.write(keys++);
        strings.write(key);
    }

    @Override
    public void json(Any value) {
        AnyFormat.write(rest, value);
    }

    @Override
    public void any(Any value) {
        AnyFormat.write(rest, value);
    }

    @Override
    void startRanges() {
        rangeFrom = 0;
    }

    @Override
    public void range(long clock, long length) {
        rest.writeVarUint(clock - rangeFrom);
        rest.writeVarUint(length - 1);
        rangeFrom = clock + length;
    }
}
