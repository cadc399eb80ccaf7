package dev.parley.persistence.moving;

import akka.persistence.query.EventEnvelope;
import akka.stream.Attributes;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import dev.parley.core.event.Link;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a stream gives, for a thread that may wait: it asks for the next when it is done with one. */
public final class Pulled<T> implements Closeable {
    /** Events may be large: two of them wait at most. */
    private static final int AHEAD = 2;

    private final SinkQueueWithCancel<T> queue;

    public static <T> Pulled<T> from(Source<T, ?> source, Materializer materializer) {
        return new Pulled<>(
                source.runWith(Sink.<T>queue().withAttributes(Attributes.inputBuffer(AHEAD, AHEAD)), materializer));
    }

    /** The events of a room that a journal gives. */
    static Events events(Source<EventEnvelope, ?> source, Materializer materializer) {
        var pulled = from(source, materializer);
        return new Events() {
            @Override
            public @Nullable Filed next() throws IOException {
                var envelope = pulled.next();
                return envelope == null ? null : new Filed(envelope.sequenceNr(), (Link) envelope.event());
            }

            @Override
            public void close() {
                pulled.close();
            }
        };
    }

    private Pulled(SinkQueueWithCancel<T> queue) {
        this.queue = queue;
    }

    /** Null at the end. */
    public @Nullable T next() throws IOException {
        return Waiting.on(queue.pull()).orElse(null);
    }

    @Override
    public void close() {
        queue.cancel();
    }
}
