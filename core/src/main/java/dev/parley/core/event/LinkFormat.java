package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The canonical bytes of a link.
 *
 * <pre>
 * link    = format:byte  sequence:varUint  previous:varBytes(32)  kind:varString  version:varUint  time:varUint  fields
 * applied = count:varUint  count × ( author:varString  connection:varString  update:varBytes )          version 1
 * </pre>
 *
 * The format byte changes with the frame, the version with the fields of one kind. Both are read for good: a journal outlives
 * every release. Time is in milliseconds since 1970.
 */
final class LinkFormat {
    private static final int FORMAT = 1;
    private static final String APPLIED = "applied";
    private static final long APPLIED_VERSION = 1;

    /** The least that a change takes: three lengths. */
    private static final int SMALLEST_CHANGE = 3;

    private LinkFormat() {}

    static byte[] write(long sequence, byte[] previous, RoomEvent event) {
        var out = new Encoder();
        out.writeByte(FORMAT);
        out.writeVarUint(sequence);
        out.writeVarBytes(previous);
        switch (event) {
            case RoomEvent.Applied applied -> writeApplied(out, applied);
        }
        return out.toBytes();
    }

    static Link read(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new MalformedInput("an event of format " + format + ", but this release reads format " + FORMAT);
        }
        long sequence = in.readVarUint();
        byte[] previous = in.readVarBytes();
        if (previous.length != Link.HASH_BYTES) {
            throw new MalformedInput("an event whose link to the one before has " + previous.length + " bytes");
        }
        var event = readEvent(in);
        if (in.hasMore()) {
            throw new MalformedInput("an event with " + in.remaining() + " bytes behind its end");
        }
        return Link.stored(sequence, previous, event, bytes);
    }

    private static RoomEvent readEvent(Decoder in) throws MalformedInput {
        var kind = in.readVarString();
        long version = in.readVarUint();
        if (kind.equals(APPLIED) && version == APPLIED_VERSION) {
            return readApplied(in);
        }
        throw new MalformedInput("an event of a kind and version that this release doesn't know: " + version);
    }

    private static void writeApplied(Encoder out, RoomEvent.Applied event) {
        out.writeVarString(APPLIED);
        out.writeVarUint(APPLIED_VERSION);
        out.writeVarUint(event.time().toEpochMilli());
        out.writeVarUint(event.changes().size());
        for (var change : event.changes()) {
            out.writeVarString(change.author());
            out.writeVarString(change.connection());
            out.writeVarBytes(change.update());
        }
    }

    private static RoomEvent.Applied readApplied(Decoder in) throws MalformedInput {
        var time = Instant.ofEpochMilli(in.readVarUint());
        long count = in.readVarUint();
        if (count > in.remaining() / SMALLEST_CHANGE) {
            throw new MalformedInput("an event that claims " + count + " changes in " + in.remaining() + " bytes");
        }
        List<Change> changes = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            changes.add(new Change(in.readVarString(), in.readVarString(), in.readVarBytes()));
        }
        return new RoomEvent.Applied(time, changes);
    }
}
