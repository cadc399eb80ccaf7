package dev.parley.core.event;

import dev.parley.core.engine.lib0.Encoder;

/**
 * Who writes a room's events during one activation of it.
 *
 * @param keys the last of them seals
 * @param epoch higher than that of any event before
 */
public record Writer(KeyRing keys, long generation, long epoch) {

    /** The event as the next of the room's chain. */
    public Link write(Head head, RoomEvent event) {
        return link(head.sequence() + 1, head.hash(), event);
    }

    /** The event in place of the last one that it stands for, whose hash goes on to be that of the chain. */
    public Link replace(Head head, RoomEvent.Condensed event) {
        return link(head.sequence(), head.hash(), event);
    }

    private Link link(long sequence, byte[] hash, RoomEvent event) {
        var kind = EventFormat.kindOf(event);
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
                        event.time(),
                        kind.name(),
                        kind.version(),
                        new Frame.Body(packed.compressed(), key.number(), 0)));
        var context = Packing.context(keys, out.array(), out.size());
        out.writeBytes(key.seal(ContentKey.Use.EVENT, epoch, sequence, context, packed.bytes()));
        return Link.written(out.takeBytes(), frame, event);
    }
}
