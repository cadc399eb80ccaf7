package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** How what is stored is made small and sealed: compressed first, if that pays, and sealed then. */
final class Packing {
    /** Below, what a compressor saves of an update is less than what its own frame costs. */
    private static final int WORTH_TRYING = 256;

    /** More than a room may hold. */
    private static final int MOST = 256 << 20;

    private static final int STEP = 64 << 10;

    private Packing() {}

    /** Bytes as they are to be sealed. */
    record Packed(boolean compressed, byte[] bytes) {}

    /** The bytes themselves if it is not worth it; otherwise their length and what they are compressed to. */
    static Packed compress(byte[] plain) {
        // What is longer is stored as it is: it could not be read again.
        if (plain.length < WORTH_TRYING || plain.length > MOST) {
            return new Packed(false, plain);
        }
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var target = new byte[plain.length - plain.length / 8];
            int length = deflater.deflate(target);
            if (!deflater.finished()) {
                return new Packed(false, plain);
            }
            var out = new Encoder(length + 8);
            out.writeVarUint(plain.length);
            out.writeBytes(target, 0, length);
            return new Packed(true, out.takeBytes());
        } finally {
            deflater.end();
        }
    }

    static byte[] decompress(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        long length = in.readVarUint();
        if (length > MOST) {
            throw new MalformedInput("compressed fields of " + length + " bytes, but at most " + MOST + " can be");
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, in.position(), in.remaining());
            // Grows with what is there: the length is only a claim.
            var plain = new byte[(int) Math.min(length, STEP)];
            int filled = 0;
            while (filled < length) {
                if (filled == plain.length) {
                    plain = Arrays.copyOf(plain, (int) Math.min(length, 2L * plain.length));
                }
                int more = inflater.inflate(plain, filled, plain.length - filled);
                if (more == 0) {
                    throw new MalformedInput("compressed fields that end before their end");
                }
                filled += more;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new MalformedInput("compressed fields that are longer than they say");
            }
            if (!inflater.finished() || inflater.getRemaining() > 0) {
                throw new MalformedInput("compressed fields that do not end with their bytes");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new MalformedInput("compressed fields that cannot be read");
        } finally {
            inflater.end();
        }
    }

    /** The fields of the event whose bytes these are. */
    static byte[] unpack(byte[] bytes, Frame frame, KeyRing keys) throws MalformedInput {
        var body = frame.body();
        var packed = Arrays.copyOfRange(bytes, body.from(), bytes.length);
        if (body.key() != 0) {
            var context = context(keys, bytes, body.from());
            packed = keys.key(body.key()).open(frame.use(), frame.epoch(), frame.sequence(), context, packed);
        }
        return body.compressed() ? decompress(packed) : packed;
    }

    /** What is not sealed but can't be exchanged either: the chain's name, and what stands before the fields. */
    static byte[] context(KeyRing keys, byte[] bytes, int length) {
        var out = new Encoder();
        out.writeVarString(keys.subject().value());
        out.writeBytes(bytes, 0, length);
        return out.takeBytes();
    }
}
