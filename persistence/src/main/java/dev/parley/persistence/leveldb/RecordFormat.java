package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The bytes of an event in the database.
 *
 * <pre>
 * record  = format:byte  crc32c:4 bytes  stamp:8 bytes  writer:varString  manifest:varString  tags  metadata  payload
 * tags    = count:varUint  count × varString
 * metadata = 0 | 1 payload
 * payload = serializer:4 bytes, as varUint  manifest:varString  bytes:varBytes
 * </pre>
 *
 * The checksum covers the key and all but itself: a record under another number, or in another room, is no record. LevelDB has
 * checksums of its own, but a compaction writes damaged bytes again under a new one.
 */
final class RecordFormat {
    private static final byte FORMAT = 1;
    private static final int CRC_AT = 1;
    private static final int STAMP_AT = CRC_AT + Integer.BYTES;
    private static final int BODY_AT = STAMP_AT + Long.BYTES;

    private static final int UNSIGNED = 32;

    private RecordFormat() {}

    /** Everything but the stamp and the checksum, which {@link #seal} adds. */
    static byte[] write(NewEvent event) {
        var out = new Encoder();
        out.writeBytes(new byte[BODY_AT]);
        out.writeVarString(event.writer());
        out.writeVarString(event.manifest());
        out.writeVarUint(event.tags().size());
        event.tags().forEach(out::writeVarString);
        var metadata = event.metadata();
        out.writeByte(metadata == null ? 0 : 1);
        if (metadata != null) {
            writePayload(out, metadata);
        }
        writePayload(out, event.payload());
        byte[] record = out.toBytes();
        record[0] = FORMAT;
        return record;
    }

    /** Completes a record in place; its checksum. */
    static int seal(byte[] key, byte[] record, long stamp) {
        var bytes = ByteBuffer.wrap(record).putLong(STAMP_AT, stamp);
        int crc = crc(key, record);
        bytes.putInt(CRC_AT, crc);
        return crc;
    }

    /** The event that lies under this key, or what is wrong with it. */
    static StoredEvent read(byte[] key, byte[] record) throws MalformedInput {
        if (!Keys.isEvent(key)) {
            throw new MalformedInput("not the key of an event");
        }
        if (record.length < BODY_AT) {
            throw new MalformedInput("it has " + record.length + " bytes, expected at least " + BODY_AT);
        }
        var bytes = ByteBuffer.wrap(record);
        if (bytes.getInt(CRC_AT) != crc(key, record)) {
            throw new MalformedInput("its checksum is wrong");
        }
        if (record[0] != FORMAT) {
            throw new MalformedInput("it has format " + record[0] + ", but this release reads format " + FORMAT);
        }
        var in = new Decoder(record, BODY_AT, record.length);
        var writer = in.readVarString();
        var manifest = in.readVarString();
        var tags = readTags(in);
        var metadata = in.readByte() == 0 ? null : readPayload(in);
        var payload = readPayload(in);
        if (in.hasMore()) {
            throw new MalformedInput("it has " + in.remaining() + " bytes behind its end");
        }
        var event = new NewEvent(Keys.number(key), writer, manifest, tags, payload, metadata);
        return new StoredEvent(Keys.name(key), bytes.getLong(STAMP_AT), event);
    }

    private static int crc(byte[] key, byte[] record) {
        var crc = new CRC32C();
        crc.update(key);
        crc.update(record, 0, CRC_AT);
        crc.update(record, STAMP_AT, record.length - STAMP_AT);
        return (int) crc.getValue();
    }

    static void writePayload(Encoder out, Payload payload) {
        out.writeVarUint(Integer.toUnsignedLong(payload.serializer()));
        out.writeVarString(payload.manifest());
        out.writeVarBytes(payload.bytes());
    }

    static Payload readPayload(Decoder in) throws MalformedInput {
        long serializer = in.readVarUint();
        if (serializer >>> UNSIGNED != 0) {
            throw new MalformedInput("its serializer has the number " + serializer + ", which no serializer has");
        }
        return new Payload((int) serializer, in.readVarString(), in.readVarBytes());
    }

    private static Set<String> readTags(Decoder in) throws MalformedInput {
        long count = in.readVarUint();
        if (count > in.remaining()) {
            throw new MalformedInput("it claims " + count + " tags in " + in.remaining() + " bytes");
        }
        Set<String> tags = new HashSet<>();
        for (long i = 0; i < count; i++) {
            tags.add(in.readVarString());
        }
        return tags;
    }
}
