package dev.parley.core.event;

import static dev.parley.core.event.Samples.EVENTS;
import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.PREVIOUS;
import static dev.parley.core.event.Samples.ROOM;
import static dev.parley.core.event.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.engine.Cost;
import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;

/**
 * Any bytes at all come to a result or to a {@link MalformedInput}, within a bounded multiple of their number. What is sealed keeps
 * a fuzzer out, so that what lies within the seal has targets of its own.
 */
class EventsFuzzTest {
    private static final long FREE_BYTES = 8L << 20;

    /** A compressor saves up to a thousand times, and what grows is copied. */
    private static final long BYTES_PER_BYTE = 4_096;

    private interface Target {
        void read(byte[] bytes) throws MalformedInput;
    }

    @FuzzTest(maxDuration = "20s")
    void events(byte[] bytes) {
        reads(bytes, input -> {
            var link = Link.stored(input);
            var chain = new Chain(ROOM, Chain.Place.START);
            assertThat(chain.add(link)).isEqualTo(chain.damage() == null);
            link.open(KEYS);
        });
    }

    /** The first byte says of which kind. */
    @FuzzTest(maxDuration = "20s")
    void fields(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        reads(Arrays.copyOfRange(bytes, 1, bytes.length), input -> {
            var kind = EventFormat.kindOf(EVENTS.get((bytes[0] & 0xff) % EVENTS.size()));
            var frame = new Frame(1, PREVIOUS, 0, 0, TIME, kind.name(), kind.version(), new Frame.Body(false, 0, 0));
            var written = EventFormat.write(EventFormat.read(frame, input));
            // Written again, it is in the one form that it has.
            assertThat(EventFormat.write(EventFormat.read(frame, written))).isEqualTo(written);
        });
    }

    @FuzzTest(maxDuration = "20s")
    void compressedFields(byte[] bytes) {
        reads(bytes, input -> assertThat(Packing.decompress(input)).isNotNull());
    }

    @FuzzTest(maxDuration = "20s")
    void checkpoints(byte[] bytes) {
        reads(bytes, input -> CheckpointFormat.read(input, KEYS));
    }

    private static void reads(byte[] bytes, Target target) {
        Cost.Work work = () -> {
            try {
                target.read(bytes);
            } catch (MalformedInput e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        };
        long most = FREE_BYTES + BYTES_PER_BYTE * bytes.length;
        try {
            // The first time, classes are loaded; a second time does no harm.
            boolean cheap = Cost.of(work).bytes() < most;
            if (!cheap) {
                cheap = Cost.of(work).bytes() < most;
            }
            assertThat(cheap).as("allocated less than " + most).isTrue();
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }
}
