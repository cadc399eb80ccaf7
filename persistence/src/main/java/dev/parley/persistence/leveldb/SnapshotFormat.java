package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of a snapshot's file.
 *
 * <pre>
 * file = "PARLEY-S"  format:byte  crc32c of what follows:4 bytes  id:varString  number:varUint  time:varUint
 *        payload  metadata
 * metadata = 0 | 1 payload
 * payload = as in an event's record
 * </pre>
 */
final class SnapshotFormat {
    private static final byte[] MAGIC = "PARLEY-S".getBytes(StandardCharsets.US_ASCII);
    private static final byte FORMAT = 1;
    private static final int CRC_AT = MAGIC.length + 1;
    private static final int BODY_AT = CRC_AT + Integer.BYTES;

    private SnapshotFormat() {}

    static byte[] write(Snapshot snapshot) {
        var out = new Encoder(BODY_AT + snapshot.payload().bytes().length + 256);
        out.writeBytes(MAGIC);
        out.writeByte(FORMAT);
        out.writeBytes(new byte[Integer.BYTES]);
        out.writeVarString(snapshot.persistenceId());
        out.writeVarUint(snapshot.sequence());
        out.writeVarUint(snapshot.timestamp());
        RecordFormat.writePayload(out, snapshot.payload());
        var metadata = snapshot.metadata();
        out.writeByte(metadata == null ? 0 : 1);
        if (metadata != null) {
            RecordFormat.writePayload(out, metadata);
        }
        byte[] file = out.toBytes();
        ByteBuffer.wrap(file).putInt(CRC_AT, crc(file));
        return file;
    }

    static Snapshot read(byte[] file) throws MalformedInput {
        if (file.length < BODY_AT || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedInput("not a snapshot");
        }
        if (file[MAGIC.length] != FORMAT) {
            throw new MalformedInput(
                    "a snapshot of format " + file[MAGIC.length] + ", but this release reads format " + FORMAT);
        }
        if (ByteBuffer.wrap(file).getInt(CRC_AT) != crc(file)) {
            throw new MalformedInput("a snapshot whose checksum is wrong");
        }
        var in = new Decoder(file, BODY_AT, file.length);
        return new Snapshot(
                in.readVarString(),
                in.readVarUint(),
                in.readVarUint(),
                RecordFormat.readPayload(in),
                in.readByte() == 0 ? null : RecordFormat.readPayload(in));
    }

    private static int crc(byte[] file) {
        var crc = new CRC32C();
        crc.update(file, BODY_AT, file.length - BODY_AT);
        return (int) crc.getValue();
    }
}
