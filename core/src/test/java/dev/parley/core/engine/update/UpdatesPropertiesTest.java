package dev.parley.core.engine.update;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.engine.DeleteSet;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UpdatesPropertiesTest {
    private static final List<byte[]> REAL_V1 = real("merged");
    private static final List<byte[]> REAL_V2 = real("mergedV2");

    /** What Yjs has merged in {@code merge.json}: of every kind of content something, with holes. */
    private static List<byte[]> real(String field) {
        var updates = new ArrayList<byte[]>();
        try (var in = UpdatesPropertiesTest.class.getResourceAsStream("/yjs/merge.json")) {
            for (JsonNode vector :
                    new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases")) {
                if (vector.has(field)) {
                    updates.add(HexFormat.of().parseHex(vector.get(field).asText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return updates;
    }

    private static List<byte[]> real(UpdateFormat format) {
        return switch (format) {
            case V1 -> REAL_V1;
            case V2 -> REAL_V2;
        };
    }

    @Provide
    Arbitrary<byte[]> updates() {
        return Arbitraries.of(REAL_V1);
    }

    /** Pieces of the same history: cut differently, with holes, several clients, some of it collected. */
    @Provide
    Arbitrary<List<byte[]>> pieces() {
        return Arbitraries.randomValue(random -> {
            var pieces = new ArrayList<byte[]>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                pieces.add(piece(random));
            }
            return pieces;
        });
    }

    private static byte[] piece(Random random) {
        var update = new Forged();
        for (int client = 3; client > 0; client--) {
            if (random.nextBoolean()) {
                int clock = random.nextInt(12);
                update.and(client, clock);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    int length = 1 + random.nextInt(4);
                    switch (random.nextInt(4)) {
                        case 0 -> update.gc(length);
                        case 1 -> update.skip(length).gc(1);
                        default ->
                            update.typed("abcdefghijklmnopqrstuvwxyzabcdefghijkl".substring(clock, clock + length));
                    }
                    clock += length + 1;
                }
                update.delete(client, random.nextInt(20), 1 + random.nextInt(5));
            }
        }
        return update.in(V1);
    }

    @Property
    void one_update_is_its_own_merge(@ForAll("updates") byte[] update) throws MalformedInput {
        assertThat(Updates.merge(List.of(update), V1)).isEqualTo(update);
    }

    @Property
    void merging_with_nothing_changes_nothing(@ForAll("updates") byte[] update) throws MalformedInput {
        assertThat(Updates.merge(List.of(Forged.nothing(V1), update), V1)).isEqualTo(update);
    }

    @Property
    void merging_twice_changes_nothing(@ForAll("updates") byte[] update) throws MalformedInput {
        assertThat(Updates.merge(List.of(update, update), V1)).isEqualTo(update);
    }

    @Property
    void what_is_merged_speaks_of_the_same_clocks_whatever_the_order(@ForAll("pieces") List<byte[]> pieces)
            throws MalformedInput {
        var merged = Updates.merge(pieces, V1);
        var backwards = Updates.merge(pieces.reversed(), V1);

        assertThat(Updates.spanOf(backwards, V1)).isEqualTo(Updates.spanOf(merged, V1));
        assertThat(Updates.stateVectorOf(backwards, V1)).isEqualTo(Updates.stateVectorOf(merged, V1));
    }

    @Property
    void merging_in_parts_gives_the_clocks_of_merging_at_once(
            @ForAll("pieces") List<byte[]> pieces, @ForAll @IntRange(max = 5) int cut) throws MalformedInput {
        int at = Math.min(cut, pieces.size());
        var parts =
                List.of(Updates.merge(pieces.subList(0, at), V1), Updates.merge(pieces.subList(at, pieces.size()), V1));
        var inParts = Updates.merge(parts, V1);
        var atOnce = Updates.merge(pieces, V1);

        if (pieces.size() > 1) {
            assertThat(Updates.spanOf(inParts, V1)).isEqualTo(Updates.spanOf(atOnce, V1));
            assertThat(Updates.stateVectorOf(inParts, V1)).isEqualTo(Updates.stateVectorOf(atOnce, V1));
        }
    }

    @Property
    void both_formats_merge_alike(@ForAll("pieces") List<byte[]> pieces) throws MalformedInput {
        var inV2 = new ArrayList<byte[]>();
        for (var piece : pieces) {
            inV2.add(Updates.convert(piece, V1, V2));
        }

        assertThat(Updates.convert(Updates.merge(inV2, V2), V2, V1)).isEqualTo(Updates.merge(pieces, V1));
    }

    @Property
    void the_difference_to_nothing_is_everything(@ForAll("updates") byte[] update) throws MalformedInput {
        assertThat(Updates.diff(update, StateVector.EMPTY, V1)).isEqualTo(update);
    }

    @Property
    void who_gets_the_difference_has_everything(
            @ForAll("updates") byte[] update, @ForAll @Size(max = 5) List<@IntRange(max = 60) Integer> known)
            throws MalformedInput {
        var span = Updates.spanOf(update, V1);
        var clocks = new TreeMap<Long, Long>();
        var left = known.iterator();
        span.to().keySet().forEach(client -> {
            if (left.hasNext()) {
                clocks.put(client, (long) left.next());
            }
        });
        var lacking = Updates.diff(update, StateVector.of(clocks), V1);

        assertThat(Updates.spanOf(Updates.merge(List.of(lacking, update), V1), V1))
                .isEqualTo(span);
        Updates.spanOf(lacking, V1)
                .from()
                .forEach((client, from) -> assertThat(from).isGreaterThanOrEqualTo(clocks.getOrDefault(client, 0L)));
    }

    @Property
    void to_the_other_format_and_back_changes_nothing(@ForAll("updates") byte[] update) throws MalformedInput {
        assertThat(Updates.convert(Updates.convert(update, V1, V2), V2, V1)).isEqualTo(update);
    }

    @Property
    void arbitrary_bytes_are_updates_or_malformed_and_nothing_else(
            @ForAll @Size(max = 80) byte[] bytes, @ForAll UpdateFormat format) {
        assertTotal(bytes, format);
    }

    @Property
    void a_cut_update_is_an_update_or_malformed_and_nothing_else(@ForAll Random random, @ForAll UpdateFormat format) {
        var whole = any(random, format);
        assertTotal(Arrays.copyOf(whole, random.nextInt(whole.length)), format);
    }

    @Property(tries = 5_000)
    void a_damaged_update_is_an_update_or_malformed_and_nothing_else(
            @ForAll Random random, @ForAll UpdateFormat format, @ForAll @IntRange(min = 1, max = 4) int damages) {
        var update = any(random, format).clone();
        for (int i = 0; i < damages; i++) {
            update[random.nextInt(update.length)] = (byte) random.nextInt(256);
        }
        assertTotal(update, format);
    }

    private static byte[] any(Random random, UpdateFormat format) {
        var all = real(format);
        return all.get(random.nextInt(all.size()));
    }

    private static void assertTotal(byte[] bytes, UpdateFormat format) {
        var other = format == V1 ? V2 : V1;
        try {
            DeleteSet.decode(bytes, format);
            Snapshot.decode(bytes, format).encode(other);
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            Updates.merge(List.of(real(format).get(0), bytes, bytes), format);
            Updates.diff(bytes, StateVector.EMPTY, format);
            Updates.stateVectorOf(bytes, format);
            Updates.spanOf(bytes, format);
            Updates.isEmpty(bytes, format);
            Snapshot.EMPTY.contains(bytes, format);
            var converted = Updates.convert(bytes, format, other);
            // What came out of here can go in again.
            Updates.merge(List.of(converted, converted), other);
        } catch (MalformedInput e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
