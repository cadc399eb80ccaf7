package dev.parley.persistence.keys;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of all rooms in a file of their own, which has the form of a {@link KeyFile}: each lies there as it does where it is kept. */
public final class KeyCopy {
    private final Map<RoomName, List<KeyRecord>> records = new HashMap<>();

    private KeyCopy() {}

    /** Of whoever has no such file. */
    public static KeyCopy none() {
        return new KeyCopy();
    }

    /** Writes all keys to a stream, which is not closed here. */
    public static void write(KeyStock keys, OutputStream target) throws IOException {
        var out = new BufferedOutputStream(target);
        out.write(KeyFile.MAGIC);
        keys.each(records -> {
            for (var record : records) {
                out.write(record.toBytes());
            }
        });
        out.flush();
    }

    /** Reads all of a stream, which is not closed here. */
    public static KeyCopy read(InputStream stream) throws IOException, MalformedInput {
        var in = new DataInputStream(new BufferedInputStream(stream));
        if (!Arrays.equals(in.readNBytes(KeyFile.MAGIC.length), KeyFile.MAGIC)) {
            throw new MalformedInput("a file that holds no content keys, or one of a later release");
        }
        var copy = new KeyCopy();
        for (var header = in.readNBytes(KeyRecord.HEADER);
                header.length > 0;
                header = in.readNBytes(KeyRecord.HEADER)) {
            copy.add(next(in, header));
        }
        return copy;
    }

    private static KeyRecord next(DataInputStream in, byte[] header) throws IOException, MalformedInput {
        int length =
                header.length < KeyRecord.HEADER ? -1 : ByteBuffer.wrap(header).getInt();
        if (length < 0 || length > KeyRecord.MOST) {
            throw new MalformedInput("a file of content keys with a damaged or missing part");
        }
        var record = Arrays.copyOf(header, header.length + length);
        if (in.readNBytes(record, header.length, length) < length) {
            throw new MalformedInput("a file of content keys that ends before its end");
        }
        return KeyRecord.read(record);
    }

    private void add(KeyRecord record) throws MalformedInput {
        var before = records.computeIfAbsent(record.room(), none -> new ArrayList<>());
        if (!before.isEmpty() && before.getLast().number() >= record.number()) {
            throw new MalformedInput("a file of content keys whose numbers are in no good order");
        }
        before.add(record);
    }

    /** Those of a room in the order of their numbers; none if it has none here. */
    public List<KeyRecord> records(RoomName room) {
        return List.copyOf(records.getOrDefault(room, List.of()));
    }
}
