package dev.parley.core.engine.update;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.lib0.Json;

/** Format 1: one stream. */
public final class V1Writer extends UpdateWriter {
    /** What a struct takes in a document with a few words in each. */
    private static final int BYTES_PER_STRUCT = 32;

    V1Writer(int structs) {
        super(new Encoder(room(BYTES_PER_STRUCT, structs)));
    }

    @Override
    public byte[] toBytes() {
        return rest.toBytes();
    }

    @Override
    public void client(long client) {
        rest.writeVarUint(client);
    }

    @Override
    public void info(int info) {
        rest.writeByte(info);
    }

    @Override
    public void leftId(long client, long clock) {
        rest.writeVarUint(client);
        rest.writeVarUint(clock);
    }

    @Override
    public void rightId(long client, long clock) {
        rest.writeVarUint(client);
        rest.writeVarUint(clock);
    }

    @Override
    public void parentIsRoot(boolean root) {
        rest.writeByte(root ? 1 : 0);
    }

    @Override
    public void typeReference(int reference) {
        rest.writeByte(reference);
    }

    @Override
    public void length(long length) {
        rest.writeVarUint(length);
    }

    @Override
    public void string(String text) {
        rest.writeVarString(text);
    }

    @Override
    public void latin1(byte[] units, int from, int length) {
        rest.writeLatin1(units, from, length);
    }

    @Override
    public void utf16(char[] units, int from, int length) {
        rest.writeUtf16(units, from, length);
    }

    @Override
    public void key(String key) {
        rest.writeVarString(key);
    }

    @Override
    public void json(Any value) {
        rest.writeVarString(Json.print(value));
    }

    @Override
    public void any(Any value) {
        AnyFormat.write(rest, value);
    }

    @Override
    void startRanges() {}

    @Override
    public void range(long clock, long length) {
        rest.writeVarUint(clock);
        rest.writeVarUint(length);
    }
}
