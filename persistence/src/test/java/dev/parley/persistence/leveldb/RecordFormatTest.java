package dev.parley.persistence.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.constraints.UseType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    private static final byte[] KEY = Keys.event("room|general", 812);

    @Property(tries = 300)
    void a_record_is_read_as_it_was_written(
            @ForAll @UseType Payload payload,
            @ForAll @Size(max = 3) @UniqueElements Set<@StringLength(max = 9) String> tags,
            @ForAll boolean withMetadata,
            @ForAll @LongRange(min = 0) long stamp)
            throws MalformedInput {
        var metadata = withMetadata ? new Payload(-1, "m", new byte[] {1}) : null;
        var event = new NewEvent(812, "writer", "adapted", tags, payload, metadata);

        var read = RecordFormat.read(KEY, sealed(event, stamp));

        assertThat(read.persistenceId()).isEqualTo("room|general");
        assertThat(read.stamp()).isEqualTo(stamp);
        assertThat(read.event()).usingRecursiveComparison().isEqualTo(event);
    }

    @Test
    void every_flipped_bit_is_found() {
        byte[] record = sealed(someEvent(null), 5);

        for (int bit = 0; bit < 8 * record.length; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            malformed(KEY, flipped);
        }
    }

    @Test
    void every_flipped_bit_of_its_key_is_found() {
        byte[] record = sealed(someEvent(null), 5);

        for (int bit = 0; bit < 8 * KEY.length; bit++) {
            byte[] flipped = KEY.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            malformed(flipped, record);
        }
    }

    @Test
    void a_cut_record_is_malformed() {
        byte[] record = sealed(someEvent(new Payload(1, "m", new byte[3])), 5);

        for (int length = 0; length < record.length; length++) {
            malformed(KEY, java.util.Arrays.copyOf(record, length));
        }
    }

    @Property
    void other_bytes_are_malformed_and_nothing_else(@ForAll byte[] bytes) {
        malformed(KEY, bytes);
    }

    /** Behind a right checksum, as bytes of a release that had a mistake would be. */
    @Property
    void no_bytes_are_too_strange_to_be_refused(@ForAll byte[] body) {
        byte[] record = new byte[13 + body.length];
        record[0] = 1;
        System.arraycopy(body, 0, record, 13, body.length);
        RecordFormat.seal(KEY, record, 1);

        try {
            var unused = RecordFormat.read(KEY, record);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageNotContaining("Exception");
        }
    }

    private static void malformed(byte[] key, byte[] record) {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> RecordFormat.read(key, record));
    }

    private static NewEvent someEvent(@Nullable Payload metadata) {
        var payload = new Payload(7, "text", "what was said".getBytes(StandardCharsets.UTF_8));
        return new NewEvent(812, "writer", "", Set.of("tag"), payload, metadata);
    }

    private static byte[] sealed(NewEvent event, long stamp) {
        byte[] record = RecordFormat.write(event);
        int unused = RecordFormat.seal(KEY, record, stamp);
        return record;
    }
}
