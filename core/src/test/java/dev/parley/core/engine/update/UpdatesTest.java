package dev.parley.core.engine.update;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static dev.parley.core.engine.update.UpdateMaker.block;
import static dev.parley.core.engine.update.UpdateMaker.deleting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.StateVector;
import dev.parley.core.engine.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UpdatesTest {
    private static final long LAST_CLOCK = (1L << 53) - 1;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<byte[]> all(UpdateFormat format, UpdateMaker... updates) {
        return List.of(updates).stream().map(update -> update.in(format)).toList();
    }

    private static Limits structsAtMost(int structs) {
        var standard = Limits.standard();
        return new Limits(
                structs,
                standard.growth(),
                standard.newClients(),
                standard.depth(),
                standard.valueDepth(),
                standard.pendingBytes(),
                standard.steps());
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

    @Nested
    class Merging {
        private static void assertMerged(UpdateMaker expected, UpdateMaker... updates) throws MalformedInput {
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
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.merge(List.of(bytes("01 01")), V1));
        }

        @Test
        void neighbours_stay_structs_of_their_own() throws MalformedInput {
            assertMerged(
                    block(1, 0).text("ab").text("cd").text("ef"),
                    block(1, 0).text("ab").text("cd"),
                    block(1, 4).text("ef"));
        }

        @Test
        void clocks_in_between_that_nobody_has_become_a_hole() throws MalformedInput {
            assertMerged(
                    block(1, 2).text("ab").skip(3).text("cd"),
                    block(1, 7).text("cd"),
                    block(1, 2).text("ab"));
        }

        @Test
        void a_hole_is_filled_by_what_another_update_has() throws MalformedInput {
            assertMerged(
                    block(1, 0).text("ab").text("cd").text("ef"),
                    block(1, 0).text("ab").skip(2).text("ef"),
                    block(1, 2).text("cd"));
        }

        @Test
        void the_highest_client_comes_first() throws MalformedInput {
            assertMerged(
                    block(LAST_CLOCK, 0)
                            .text("c")
                            .andBlock(300, 0)
                            .text("b")
                            .andBlock(2, 0)
                            .text("a"),
                    block(2, 0).text("a"),
                    block(LAST_CLOCK, 0).text("c").andBlock(2, 0).text("a"),
                    block(300, 0).text("b"));
        }

        @Test
        void what_is_there_already_is_cut_off() throws MalformedInput {
            assertMerged(
                    block(1, 0).text("abc").text("de"),
                    block(1, 0).text("abc"),
                    block(1, 2).text("cde"));
        }

        @Test
        void a_pair_of_surrogates_that_is_cut_in_two_is_damaged() throws MalformedInput {
            assertMerged(
                    block(1, 0).text("ab").text("\ufffdz"),
                    block(1, 0).text("ab"),
                    block(1, 0).text("a\ud83d\ude00z"));
        }

        @Test
        void the_right_neighbour_stays_when_something_is_cut_off() throws MalformedInput {
            var merged = Updates.merge(
                    all(V1, block(1, 0).textBefore("ab", 7, 9), block(1, 0).textBefore("abc", 7, 9)), V1);

            assertThat(merged).isEqualTo(bytes("01 02 01 00" + "44 07 09 02 61 62" + "c4 01 01 07 09 01 63" + "00"));
        }

        @Test
        void that_there_is_a_key_is_forgotten_where_the_key_is_not_written() throws MalformedInput {
            assertMerged(
                    block(1, 5).text("a").text("b"),
                    block(1, 5).keyed("a"),
                    block(1, 6).keyed("b"));
        }

        @Test
        void of_two_at_the_same_clock_the_one_in_the_update_used_last_is_taken() throws MalformedInput {
            var expected = block(1, 0).text("ab").skip(2).text("EF").text("g");

            assertMerged(
                    expected,
                    block(1, 0).text("ab").skip(2).text("EF"),
                    block(1, 4).text("efg"));
            assertMerged(
                    expected,
                    block(1, 4).text("efg"),
                    block(1, 0).text("ab").skip(2).text("EF"));
        }

        @Test
        void of_two_at_the_same_clock_the_first_update_is_taken_if_none_was_used() throws MalformedInput {
            assertMerged(
                    block(1, 0).text("ab").text("c"),
                    block(1, 0).text("ab"),
                    block(1, 0).text("ABc"));
            assertMerged(
                    block(1, 0).text("ABc"),
                    block(1, 0).text("ABc"),
                    block(1, 0).text("ab"));
        }

        @Test
        void collected_ranges_of_different_updates_join_but_not_those_of_one() throws MalformedInput {
            assertMerged(
                    block(1, 0).gc(2).gc(6),
                    block(1, 0).gc(2).gc(3),
                    block(1, 5).gc(3));
            assertMerged(block(1, 0).gc(7), block(1, 0).gc(4), block(1, 2).gc(5));
        }

        @Test
        void deletions_are_sorted_and_joined() throws MalformedInput {
            assertMerged(
                    deleting(9, 1, 1).delete(7, 0, 5).delete(7, 6, 1),
                    deleting(7, 2, 3),
                    deleting(7, 6, 1),
                    deleting(9, 1, 1).delete(7, 0, 3));
            assertThat(Updates.merge(List.of(bytes("00 01 07 03 06 01 02 03 00 03"), bytes("00 00")), V1))
                    .isEqualTo(bytes("00 01 07 02 00 05 06 01"));
        }

        /** Yjs drops the client that comes too late. */
        @Test
        void nothing_is_lost_of_an_update_with_the_lowest_client_first() throws MalformedInput {
            assertMerged(
                    block(5, 0).text("abc").text("de").andBlock(1, 0).text("vwxyz"),
                    block(1, 0).text("vwxyz").andBlock(5, 0).text("abc"),
                    block(5, 3).text("de"));
        }

        /** Yjs drops the clocks that come too late. */
        @Test
        void nothing_is_lost_of_an_update_that_has_a_client_twice() throws MalformedInput {
            assertMerged(
                    block(5, 0).text("abc").text("de").text("f"),
                    block(5, 3).text("de").andBlock(5, 0).text("abc"),
                    block(5, 5).text("f"));
        }

        @Test
        void the_order_does_not_matter_to_what_comes_out_of_single_letters() throws MalformedInput {
            var letters = new ArrayList<byte[]>();
            var expected = block(3, 0);
            for (int i = 0; i < 2_000; i++) {
                var letter = String.valueOf((char) ('a' + i % 26));
                letters.add(block(3, i).text(letter).in(V2));
                expected.text(letter);
            }

            Collections.shuffle(letters, new Random(4));

            assertThat(Updates.merge(letters, V2)).isEqualTo(expected.in(V2));
        }

        @Test
        void collected_ranges_do_not_join_beyond_what_can_be_written() throws MalformedInput {
            var most = block(1, 0).gc(LAST_CLOCK);
            var last = block(1, LAST_CLOCK).gc(1);
            var expected = block(1, 0).gc(LAST_CLOCK).gc(1).in(V1);

            assertThat(Updates.merge(all(V1, most, last), V1, Limits.trusted())).isEqualTo(expected);
            assertThat(Updates.stateVectorOf(expected, V1, Limits.trusted()).asMap())
                    .containsExactly(Map.entry(1L, LAST_CLOCK));
        }

        @Test
        void all_updates_together_hold_no_more_structs_than_one_may_and_they_have_bytes() throws MalformedInput {
            var limits = structsAtMost(150_000);
            var claiming = claiming(100_000);

            assertThat(claiming).hasSizeLessThan(30);
            assertThat(Updates.merge(List.of(claiming, UpdateMaker.empty(V2)), V2, limits))
                    .hasSizeLessThan(30);
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.merge(Collections.nCopies(100, claiming), V2, limits))
                    .withMessageContaining("structs");
        }

        @Test
        void not_even_if_one_of_them_is_out_of_order() {
            var updates = new ArrayList<>(Collections.nCopies(100, claiming(100_000)));
            updates.add(0, block(8, 0).text("a").andBlock(9, 0).text("b").in(V2));

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.merge(updates, V2, structsAtMost(150_000)))
                    .withMessageContaining("structs");
        }
    }

    @Nested
    class The_difference_to_a_state_vector {
        private final UpdateMaker update = block(9, 0)
                .text("abc")
                .text("d")
                .andBlock(4, 2)
                .text("vw")
                .skip(3)
                .text("xyz")
                .delete(9, 1, 1);

        private void assertDiff(UpdateMaker expected, Map<Long, Long> known) throws MalformedInput {
            for (var format : UpdateFormat.values()) {
                assertThat(Updates.diff(update.in(format), StateVector.of(known), format))
                        .as("in format %s", format)
                        .isEqualTo(expected.in(format));
            }
        }

        @Test
        void is_everything_if_nothing_is_known() throws MalformedInput {
            assertDiff(update, Map.of());
        }

        @Test
        void is_all_deletions_if_everything_is_known() throws MalformedInput {
            assertDiff(deleting(9, 1, 1), Map.of(9L, 4L, 4L, 100L));
        }

        @Test
        void starts_in_the_middle_of_a_struct() throws MalformedInput {
            assertDiff(block(9, 1).text("bc").text("d").delete(9, 1, 1), Map.of(9L, 1L, 4L, 10L));
        }

        @Test
        void keeps_a_hole_behind_the_start() throws MalformedInput {
            assertDiff(block(4, 3).text("w").skip(3).text("xyz").delete(9, 1, 1), Map.of(9L, 4L, 4L, 3L));
        }

        @Test
        void does_not_start_with_a_hole() throws MalformedInput {
            var expected = block(4, 7).text("xyz").delete(9, 1, 1);

            assertDiff(expected, Map.of(9L, 4L, 4L, 4L));
            assertDiff(expected, Map.of(9L, 4L, 4L, 6L));
            assertDiff(expected, Map.of(9L, 4L, 4L, 7L));
        }

        /** Unlike in a merge: the text is cut as JavaScript cuts it, and then has half a pair at its start. */
        @Test
        void replaces_only_the_half_of_a_pair_that_is_left() throws MalformedInput {
            var pair = block(1, 0).text("a\ud83d\ude00z").in(V1);

            assertThat(Updates.diff(pair, StateVector.of(Map.of(1L, 2L)), V1))
                    .isEqualTo(block(1, 2).text("\ufffdz").in(V1));
        }
    }

    @Nested
    class The_state_vector {
        private static Map<Long, Long> of(UpdateMaker update) throws MalformedInput {
            var inV1 = Updates.stateVectorOf(update.in(V1), V1);
            assertThat(Updates.stateVectorOf(update.in(V2), V2)).isEqualTo(inV1);
            return inV1.asMap();
        }

        @Test
        void is_the_end_of_each_client() throws MalformedInput {
            assertThat(of(block(8, 0).text("abc").gc(4).andBlock(3, 0).text("x")))
                    .isEqualTo(Map.of(8L, 7L, 3L, 1L));
        }

        @Test
        void ends_before_the_first_hole() throws MalformedInput {
            assertThat(of(block(8, 0).text("abc").skip(1).text("d"))).isEqualTo(Map.of(8L, 3L));
        }

        @Test
        void leaves_out_clients_whose_start_is_missing() throws MalformedInput {
            assertThat(of(block(8, 1).text("abc").andBlock(3, 0).text("x"))).isEqualTo(Map.of(3L, 1L));
            assertThat(of(block(8, 0).skip(1).text("abc"))).isEmpty();
        }
    }

    @Nested
    class The_span {
        @Test
        void goes_from_the_first_clock_to_the_end_with_holes() throws MalformedInput {
            var update =
                    block(8, 2).text("abc").skip(5).text("d").andBlock(3, 0).gc(1);

            for (var format : UpdateFormat.values()) {
                var span = Updates.spanOf(update.in(format), format);

                assertThat(span.from()).containsExactly(Map.entry(8L, 2L), Map.entry(3L, 0L));
                assertThat(span.to()).containsExactly(Map.entry(8L, 11L), Map.entry(3L, 1L));
            }
        }

        @Test
        void of_nothing_is_empty() throws MalformedInput {
            var span = Updates.spanOf(deleting(1, 0, 1).in(V1), V1);

            assertThat(span.from()).isEmpty();
            assertThat(span.to()).isEmpty();
        }
    }

    @Nested
    class Converting {
        private final UpdateMaker update = block(8, 2)
                .text("\u00e4\u65e5")
                .skip(5)
                .text("d")
                .andBlock(3, 0)
                .gc(1)
                .delete(8, 2, 1)
                .delete(8, 9, 2);

        @Test
        void gives_the_same_in_the_other_format_with_its_holes() throws MalformedInput {
            assertThat(Updates.convert(update.in(V1), V1, V2)).isEqualTo(update.in(V2));
            assertThat(Updates.convert(update.in(V2), V2, V1)).isEqualTo(update.in(V1));
        }

        @Test
        void to_the_same_format_changes_nothing() throws MalformedInput {
            assertThat(Updates.convert(update.in(V1), V1, V1)).isEqualTo(update.in(V1));
        }

        @Test
        void forgets_that_there_is_a_key_where_it_is_not_written() throws MalformedInput {
            assertThat(Updates.convert(block(1, 5).keyed("a").in(V1), V1, V2))
                    .isEqualTo(block(1, 5).text("a").in(V2));
        }

        @Test
        void the_highest_clocks_there_are() throws MalformedInput {
            var far = block(2, 0)
                    .textBefore("a", 1, LAST_CLOCK)
                    .textBefore("b", 1, 0)
                    .textBefore("c", 1, LAST_CLOCK);

            assertThat(Updates.convert(far.in(V1), V1, V2)).isEqualTo(far.in(V2));
            assertThat(Updates.convert(far.in(V2), V2, V1)).isEqualTo(far.in(V1));
        }

        /** A key of a thousand letters, named a hundred thousand times in no bytes, would be a hundred megabytes. */
        @Test
        void keys_that_are_repeated_endlessly_are_refused() {
            int structs = 100_000;
            var out = UpdateWriter.of(V2);
            out.number(1);
            out.number(structs);
            out.client(1);
            out.number(0);
            for (int i = 0; i < structs; i++) {
                out.info(7);
                out.parentIsRoot(true);
                out.string("");
                out.typeReference(3);
                if (i == 0) {
                    out.key("k".repeat(1_000));
                }
            }
            out.number(0);
            var repeating = withoutKeyNumbers(out.toBytes());

            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.convert(repeating, V2, V1))
                    .withMessageContaining("repeated");
        }

        /** The column of key numbers (here a single 0) becomes an endless row of zeros. */
        private static byte[] withoutKeyNumbers(byte[] update) {
            assertThat(update).startsWith(0, 1, 0);
            var column = bytes("01 c0 84 3d");
            var changed = new byte[update.length + column.length - 1];
            changed[1] = (byte) column.length;
            System.arraycopy(column, 0, changed, 2, column.length);
            System.arraycopy(update, 3, changed, 2 + column.length, update.length - 3);
            return changed;
        }
    }

    @Nested
    class Being_empty {
        @Test
        void means_neither_structs_nor_deletions() throws MalformedInput {
            for (var format : UpdateFormat.values()) {
                assertThat(Updates.isEmpty(UpdateMaker.empty(format), format)).isTrue();
                assertThat(Updates.isEmpty(block(1, 0).skip(3).in(format), format))
                        .isTrue();
                assertThat(Updates.isEmpty(block(1, 0).gc(3).in(format), format))
                        .isFalse();
                assertThat(Updates.isEmpty(deleting(1, 0, 3).in(format), format))
                        .isFalse();
            }
        }
    }

    @Nested
    class Bad_input {
        private static void assertRefused(String hex) {
            var update = bytes(hex);
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.isEmpty(update, V1));
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.merge(List.of(bytes("00 00"), update), V1));
            assertThatExceptionOfType(MalformedInput.class)
                    .isThrownBy(() -> Updates.diff(update, StateVector.EMPTY, V1));
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.convert(update, V1, V2));
        }

        @Test
        void ends_too_early() {
            assertRefused("");
            assertRefused("01 01 01 00 00");
            assertRefused("00");
            assertRefused("00 01 01 01 00");
        }

        @Test
        void has_a_struct_without_a_length() {
            assertRefused("01 01 01 00 00 00 00");
            assertRefused("01 01 01 00 0a 00 00");
        }

        @Test
        void has_a_content_that_does_not_exist() {
            assertRefused("01 01 01 00 8b 02 00 01 00");
        }

        @Test
        void has_clocks_beyond_all_numbers() {
            assertRefused("01 01 01 ff ff ff ff ff ff ff 0f 00 02 00");
            assertRefused("00 01 01 01 ff ff ff ff ff ff ff 0f 01");
        }

        @Test
        void is_read_to_the_end_of_all_updates_though_nothing_of_it_is_needed() {
            var updates = new ArrayList<byte[]>();
            IntStream.range(0, 100)
                    .forEach(i -> updates.add(block(1, 0).text("a").in(V1)));
            updates.add(bytes("01 01 01 00 04 01 01 74 01 61"));

            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> Updates.merge(updates, V1));
        }
    }
}
