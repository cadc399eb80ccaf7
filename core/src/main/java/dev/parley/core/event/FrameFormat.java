package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.time.Instant;

/**
 * The canonical bytes of a frame, which the event's fields follow up to the end.
 *
 * <pre>
 * format 2 = 2:byte  sequence:varUint  previous:32 bytes  generation:varUint  epoch:varUint  time:varUint  kind:varString  version:varUint
 *            packing:byte  key:varUint
 * format 1 = 1:byte  sequence:varUint  previous:varBytes(32)  kind:varString  version:varUint  time:varUint
 * packing  = 1 if the fields are compressed, 0 if not
 * </pre>
 *
 * The format changes with the frame, the version with the fields of one kind. All are read for good: a journal outlives every
 * release. Time is in milliseconds since 1970. Format 1 had neither generations nor epochs nor keys; its events are of the first
 * generation.
 */
final class FrameFormat {
    private static final int FORMAT = 2;
    private static final int FIRST_FORMAT = 1;
    private static final int MAX_KIND = 64;

    private FrameFormat() {}

    /** Writes the frame; what follows are its fields, packed as {@code compressed} and {@code key} say. */
    static Frame write(Encoder out, Frame frame) {
        out.writeByte(FORMAT);
        out.writeVarUint(frame.sequence());
        out.writeBytes(frame.previous());
        out.writeVarUint(frame.generation());
        out.writeVarUint(frame.epoch());
        out.writeVarUint(frame.time().toEpochMilli());
        out.writeVarString(frame.kind());
        out.writeVarUint(frame.version());
        out.writeByte(frame.body().compressed() ? 1 : 0);
        out.writeVarUint(frame.body().key());
        return new Frame(
                frame.sequence(),
                frame.previous(),
                frame.generation(),
                frame.epoch(),
                frame.time(),
                frame.kind(),
                frame.version(),
                new Frame.Body(frame.body().compressed(), frame.body().key(), out.size()));
    }

    static Frame read(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        int format = in.readByte();
        return switch (format) {
            case FIRST_FORMAT -> readFirst(in);
            case FORMAT -> readFrame(in);
            default ->
                throw new MalformedInput(
                        "an event of format " + format + ", but this release reads formats up to " + FORMAT);
        };
    }

    private static Frame readFrame(Decoder in) throws MalformedInput {
        long sequence = in.readVarUint();
        var previous = new byte[Link.HASH_BYTES];
        for (int i = 0; i < previous.length; i++) {
            previous[i] = (byte) in.readByte();
        }
        long generation = in.readVarUint();
        long epoch = in.readVarUint();
        var time = Instant.ofEpochMilli(in.readVarUint());
        var kind = in.readVarString(MAX_KIND);
        long version = in.readVarUint();
        int packing = in.readByte();
        if (packing > 1) {
            throw new MalformedInput("an event that is packed in a way that this release doesn't know: " + packing);
        }
        long key = in.readVarUint();
        if (key == 0) {
            throw new MalformedInput("an event that is not sealed");
        }
        var body = new Frame.Body(packing == 1, key, in.position());
        return new Frame(sequence, previous, generation, epoch, time, kind, version, body);
    }

    private static Frame readFirst(Decoder in) throws MalformedInput {
        long sequence = in.readVarUint();
        byte[] previous = in.readVarBytes();
        if (previous.length != Link.HASH_BYTES) {
            throw new MalformedInput("an event whose link to the one before has " + previous.length + " bytes");
        }
        var kind = in.readVarString(MAX_KIND);
        long version = in.readVarUint();
        var time = Instant.ofEpochMilli(in.readVarUint());
        return new Frame(sequence, previous, 0, 0, time, kind, version, new Frame.Body(false, 0, in.position()));
    }
}
