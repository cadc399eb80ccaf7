package dev.parley.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.engine.MalformedInput;
import dev.parley.persistence.keys.KeyRecord;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes by which one sees that something of a room is still stored: a part of each of its events, and its keys. */
final class StoredTraces {
    /** Behind the frame, and short enough to be in one block of a file. */
    private static final int PART = 24;

    private static final int ARCHIVE_MAGIC = 8;
    private static final int KEYS_MAGIC = 8;
    private static final int KEY_HEADER = 8;

    private StoredTraces() {}

    /** The end of each event that was exported, which is sealed. */
    static List<byte[]> ofEvents(Path archive) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)));
        in.skipNBytes(ARCHIVE_MAGIC);
        for (byte type = in.readByte(); type != 'Z'; type = in.readByte()) {
            int length = in.readInt();
            in.readInt();
            var bytes = in.readNBytes(length);
            if (type == 'E') {
                parts.add(Arrays.copyOfRange(bytes, length - PART, length));
            }
        }
        return parts;
    }

    /** The secrets in a file of keys of which none is damaged. */
    static List<byte[]> ofKeys(Path file) throws IOException {
        List<byte[]> secrets = new ArrayList<>();
        var all = ByteBuffer.wrap(Files.readAllBytes(file)).position(KEYS_MAGIC);
        while (all.hasRemaining()) {
            var record = new byte[KEY_HEADER + all.getInt(all.position())];
            all.get(record);
            secrets.add(ofKey(record));
        }
        return secrets;
    }

    static byte[] ofKey(byte[] record) {
        try {
            return KeyRecord.read(record).secret();
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }

    /** Those that a file of the folder holds, with the file. */
    static List<String> in(Path folder, List<byte[]> traces) throws IOException {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = new String(Files.readAllBytes(file), ISO_8859_1);
                for (var trace : traces) {
                    if (content.contains(new String(trace, ISO_8859_1))) {
                        found.add(HexFormat.of().formatHex(trace) + " in " + folder.relativize(file));
                    }
                }
            }
        }
        return found;
    }
}
