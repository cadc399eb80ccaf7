package dev.parley.core.engine.update;

import static dev.parley.core.engine.Hex.bytes;
import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Bounds;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@link Updates#merge}. */
class MergeTest {
    private static final long LAST_CLOCK = (1L << 53) - 1;

    private static List<byte[]> all(UpdateFormat format, Forged... updates) {
        return Stream.of(updates).map(update -> update.in(format)).toList();
    }

    /** Many deleted ranges of one clock each in a few bytes: format 2 writes a run of equal ones as a count. */
    private static byte[] claiming(int structs) {
        var out = UpdateWriter.of(V2);
        out.number(1);
        out.number(structs);
        out.client(1);
        out.number(0);
        for (int i = 0; i < structs; i++) {
            out.info(0);
            out.length(1);
        }
        out.number(0);
        return out.toBytes();
    }

    private static void assertMerged(Forged expected, Forged... updates) throws MalformedInput {
        for (var format : UpdateFormat.values()) {
            assertThat(Updates.merge(all(format, updates), format))
                    .as("in format %s", format)
                    .isEqualTo(expected.in(format));
        }
    }

    @Test
    void nothing_gives_the_empty_update() throws MalformedInput {
        assertThat(Updates.merge(List.of(), V1)).isEqualTo(bytes("00 00"));
        assertThat(Updates.merge(List.of(), V2)).isEqualTo(bytes("00 0000000000 01 00 000000 00 00"));
    }

    @Test
    void one_update_comes_back_byte_for_byte_whatever_is_behind_it() throws MalformedInput {
        var odd = bytes("01 01 01 01 a4 01 00 01 61 00 ff");

        assertThat(Updates.merge(List.of(odd), V1)).isEqualTo(odd);
    }

    @Test
    void one_update_that_is_none_is_refused() {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.merge(List.of(bytes("01 01")), V1));
    }

    @Test
    void neighbours_stay_structs_of_their_own() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).typed("ab").typed("cd").typed("ef"),
                Forged.by(1, 0).typed("ab").typed("cd"),
                Forged.by(1, 4).typed("ef"));
    }

    @Test
    void clocks_in_between_that_nobody_has_become_a_hole() throws MalformedInput {
        assertMerged(
                Forged.by(1, 2).typed("ab").skip(3).typed("cd"),
                Forged.by(1, 7).typed("cd"),
                Forged.by(1, 2).typed("ab"));
    }

    @Test
    void a_hole_is_filled_by_what_another_update_has() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).typed("ab").typed("cd").typed("ef"),
                Forged.by(1, 0).typed("ab").skip(2).typed("ef"),
                Forged.by(1, 2).typed("cd"));
    }

    @Test
    void the_highest_client_comes_first() throws MalformedInput {
        assertMerged(
                Forged.by(LAST_CLOCK, 0)
                        .typed("c")
                        .and(300, 0)
                        .typed("b")
                        .and(2, 0)
                        .typed("a"),
                Forged.by(2, 0).typed("a"),
                Forged.by(LAST_CLOCK, 0).typed("c").and(2, 0).typed("a"),
                Forged.by(300, 0).typed("b"));
    }

    @Test
    void what_is_there_already_is_cut_off() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).typed("abc").typed("de"),
                Forged.by(1, 0).typed("abc"),
                Forged.by(1, 2).typed("cde"));
    }

    @Test
    void a_pair_of_surrogates_that_is_cut_in_two_is_damaged() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).typed("ab").typed("\ufffdz"),
                Forged.by(1, 0).typed("ab"),
                Forged.by(1, 0).typed("a\ud83d\ude00z"));
    }

    @Test
    void the_right_neighbour_stays_when_something_is_cut_off() throws MalformedInput {
        var merged = Updates.merge(
                all(
                        V1,
                        Forged.by(1, 0).before(7, 9).text("ab"),
                        Forged.by(1, 0).before(7, 9).text("abc")),
                V1);

        assertThat(merged).isEqualTo(bytes("01 02 01 00" + "44 07 09 02 61 62" + "c4 01 01 07 09 01 63" + "00"));
    }

    @Test
    void that_there_is_a_key_is_forgotten_where_the_key_is_not_written() throws MalformedInput {
        assertMerged(
                Forged.by(1, 5).typed("a").typed("b"),
                Forged.by(1, 5).under("k").typed("a"),
                Forged.by(1, 6).under("k").typed("b"));
    }

    @Test
    void of_two_at_the_same_clock_the_one_in_the_update_used_last_is_taken() throws MalformedInput {
        var expected = Forged.by(1, 0).typed("ab").skip(2).typed("EF").typed("g");

        assertMerged(
                expected,
                Forged.by(1, 0).typed("ab").skip(2).typed("EF"),
                Forged.by(1, 4).typed("efg"));
        assertMerged(
                expected,
                Forged.by(1, 4).typed("efg"),
                Forged.by(1, 0).typed("ab").skip(2).typed("EF"));
    }

    @Test
    void of_two_at_the_same_clock_the_first_update_is_taken_if_none_was_used() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).typed("ab").typed("c"),
                Forged.by(1, 0).typed("ab"),
                Forged.by(1, 0).typed("ABc"));
        assertMerged(
                Forged.by(1, 0).typed("ABc"),
                Forged.by(1, 0).typed("ABc"),
                Forged.by(1, 0).typed("ab"));
    }

    @Test
    void collected_ranges_of_different_updates_join_but_not_those_of_one() throws MalformedInput {
        assertMerged(
                Forged.by(1, 0).gc(2).gc(6),
                Forged.by(1, 0).gc(2).gc(3),
                Forged.by(1, 5).gc(3));
        assertMerged(
                Forged.by(1, 0).gc(7), Forged.by(1, 0).gc(4), Forged.by(1, 2).gc(5));
    }

    @Test
    void deletions_are_sorted_and_joined() throws MalformedInput {
        assertMerged(
                Forged.deleting(9, 1, 1).delete(7, 0, 5).delete(7, 6, 1),
                Forged.deleting(7, 2, 3),
                Forged.deleting(7, 6, 1),
                Forged.deleting(9, 1, 1).delete(7, 0, 3));
        assertThat(Updates.merge(List.of(bytes("00 01 07 03 06 01 02 03 00 03"), bytes("00 00")), V1))
                .isEqualTo(bytes("00 01 07 02 00 05 06 01"));
    }

    /** Yjs drops the client that comes too late. */
    @Test
    void nothing_is_lost_of_an_update_with_the_lowest_client_first() throws MalformedInput {
        assertMerged(
                Forged.by(5, 0).typed("abc").typed("de").and(1, 0).typed("vwxyz"),
                Forged.by(1, 0).typed("vwxyz").and(5, 0).typed("abc"),
                Forged.by(5, 3).typed("de"));
    }

    /** Yjs drops the clocks that come too late. */
    @Test
    void nothing_is_lost_of_an_update_that_has_a_client_twice() throws MalformedInput {
        assertMerged(
                Forged.by(5, 0).typed("abc").typed("de").typed("f"),
                Forged.by(5, 3).typed("de").and(5, 0).typed("abc"),
                Forged.by(5, 5).typed("f"));
    }

    @Test
    void the_order_does_not_matter_to_what_comes_out_of_single_letters() throws MalformedInput {
        var letters = new ArrayList<byte[]>();
        var expected = Forged.by(3, 0);
        for (int i = 0; i < 2_000; i++) {
            var letter = String.valueOf((char) ('a' + i % 26));
            letters.add(Forged.by(3, i).typed(letter).in(V2));
            expected.typed(letter);
        }

        Collections.shuffle(letters, new Random(4));

        assertThat(Updates.merge(letters, V2)).isEqualTo(expected.in(V2));
    }

    @Test
    void collected_ranges_do_not_join_beyond_what_can_be_written() throws MalformedInput {
        var most = Forged.by(1, 0).gc(LAST_CLOCK);
        var last = Forged.by(1, LAST_CLOCK).gc(1);
        var expected = Forged.by(1, 0).gc(LAST_CLOCK).gc(1).in(V1);

        assertThat(Updates.merge(all(V1, most, last), V1, Limits.trusted())).isEqualTo(expected);
        assertThat(Updates.stateVectorOf(expected, V1, Limits.trusted()).asMap())
                .containsExactly(Map.entry(1L, LAST_CLOCK));
    }

    @Test
    void all_updates_together_hold_no_more_structs_than_one_may_and_they_have_bytes() throws MalformedInput {
        var limits = Bounds.structs(100_000);
        var claiming = claiming(60_000);

        assertThat(claiming).hasSizeLessThan(30);
        assertThat(Updates.merge(List.of(claiming, Forged.nothing(V2)), V2, limits))
                .hasSizeLessThan(30);
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Updates.merge(Collections.nCopies(100, claiming), V2, limits))
                .withMessageContaining("structs");
    }

    @Test
    void not_even_if_one_of_them_is_out_of_order() {
        var updates = new ArrayList<>(Collections.nCopies(100, claiming(60_000)));
        updates.add(0, Forged.by(8, 0).typed("a").and(9, 0).typed("b").in(V2));

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> Updates.merge(updates, V2, Bounds.structs(100_000)))
                .withMessageContaining("structs");
    }
}
