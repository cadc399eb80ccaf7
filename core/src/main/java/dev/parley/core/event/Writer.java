package dev.parley.core.event;

import dev.parley.core.engine.lib0.Encoder;
import java.time.temporal.ChronoUnit;

/**
 * Who writes a room's events during one activation of it.
 *
 * @param keys the last of them seals
 * @param epoch higher than that of any event before
 */
public record Writer(KeyRing keys, long generation, long epoch) {

    /** The event as the next of the room's chain; one that condenses is none. */
    public Link write(Head head, RoomEvent event) {
        if (event instanceof RoomEvent.Condensed) {
            throw new IllegalArgumentException("what is condensed stands in the place of an event, not behind it");
        }
        return link(head.sequence() + 1, head.hash(), event);
    }

    /**
     * The event in place of the last one that it stands for, whose hash goes on to be that of the chain. Once for each event: a
     * second one would be sealed with the same nonce.
     */
    public Link replace(Head head, RoomEvent.Condensed event) {
        return link(head.sequence(), head.hash(), event);
    }

    private Link link(long sequence, byte[] hash, RoomEvent event) {
        var kind = EventFormat.kindOf(event);
        // As it is stored: who reads the bytes again finds the same frame.
        var time = event.time().truncatedTo(ChronoUnit.MILLIS);
        var packed = Packing.compress(EventFormat.write(event));
        var key = keys.keys().getLast();
        var out = new Encoder(packed.bytes().length + 128);
        var frame = FrameFormat.write(
                out,
                new Frame(
                        sequence,
                        hash,
                        generation,
                        epoch,
                        time,
                        kind.name(),
                        kind.version(),
                        new Frame.Body(packed.compressed(), key.number(), 0)));
        var context = Packing.context(keys, out.array(), out.size());
        out.writeBytes(key.seal(frame.use(), epoch, sequence, context, packed.bytes()));
        return Link.written(out.takeBytes(), frame, event);
    }
}
