package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.time.Instant;
import java.util.Arrays;

/**
 * The bytes of a checkpoint: where the room's chain stood, and the document as an update in format 2, packed like an event's fields.
 *
 * <pre>
 * format 1 = 1:byte  sequence:varUint  hash:32 bytes  generation:varUint  epoch:varUint  time:varUint  weight:varUint  writer:varUint
 *            packing:byte  key:varUint  document
 * </pre>
 *
 * The writer is the epoch of the activation that made it.
 */
public final class CheckpointFormat {
    private static final int FORMAT = 1;

    private CheckpointFormat() {}

    /**
     * What a checkpoint holds.
     *
     * @param document an update in format 2
     */
    public record Contents(Chain.Place place, long weight, byte[] document) {}

    public static Checkpoint write(Writer writer, Contents contents) {
        var packed = Packing.compress(contents.document());
        var key = writer.keys().keys().getLast();
        var place = contents.place();
        var out = new Encoder(packed.bytes().length + 128);
        out.writeByte(FORMAT);
        out.writeVarUint(place.head().sequence());
        out.writeBytes(place.head().hash());
        out.writeVarUint(place.generation());
        out.writeVarUint(place.epoch());
        out.writeVarUint(place.time().toEpochMilli());
        out.writeVarUint(contents.weight());
        out.writeVarUint(writer.epoch());
        out.writeByte(packed.compressed() ? 1 : 0);
        out.writeVarUint(key.number());
        var context = Packing.context(writer.keys(), out.array(), out.size());
        out.writeBytes(
                key.seal(ContentKey.Use.CHECKPOINT, writer.epoch(), place.head().sequence(), context, packed.bytes()));
        return new Checkpoint(place.head().sequence(), contents.weight(), out.takeBytes());
    }

    public static Contents read(byte[] bytes, KeyRing keys) throws MalformedInput {
        var header = header(bytes);
        var body = header.body();
        var packed = keys.key(body.key())
                .open(
                        ContentKey.Use.CHECKPOINT,
                        header.writer(),
                        header.place().head().sequence(),
                        Packing.context(keys, bytes, body.from()),
                        Arrays.copyOfRange(bytes, body.from(), bytes.length));
        return new Contents(header.place(), header.weight(), body.compressed() ? Packing.decompress(packed) : packed);
    }

    /** Where a checkpoint claims to stand: that it was there is for {@link #read} to prove. */
    public static Chain.Place claimedPlace(byte[] bytes) throws MalformedInput {
        return header(bytes).place();
    }

    private record Header(Chain.Place place, long weight, long writer, Frame.Body body) {}

    private static Header header(byte[] bytes) throws MalformedInput {
        var in = new Decoder(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new MalformedInput("a checkpoint of format " + format + ", but this release reads format " + FORMAT);
        }
        long sequence = in.readVarUint();
        var hash = new byte[Link.HASH_BYTES];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) in.readByte();
        }
        long generation = in.readVarUint();
        long epoch = in.readVarUint();
        var time = Instant.ofEpochMilli(in.readVarUint());
        long weight = in.readVarUint();
        long writer = in.readVarUint();
        int packing = in.readByte();
        if (packing > 1) {
            throw new MalformedInput("a checkpoint that is packed in a way that this release doesn't know: " + packing);
        }
        long key = in.readVarUint();
        return new Header(
                new Chain.Place(new Head(sequence, hash), generation, epoch, time),
                weight,
                writer,
                new Frame.Body(packing == 1, key, in.position()));
    }
}
