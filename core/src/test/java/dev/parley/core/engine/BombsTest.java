package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.Encoder;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.update.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Updates that are made to wear a server out. The letters and numbers are those of the threats in our design: E1 to E7. Times are
 * generous, for what they guard against takes minutes; memory is what the thread allocated.
 */
class BombsTest {
    private static final long MEGABYTE = 1L << 20;
    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final long ATTACKER = 77;

    /** Of client 10: a letter at the start of the text. */
    private static final byte[] HONEST = Forged.by(10).in("text").text("h").v1();

    private static Doc doc() {
        return Doc.withClientId(1);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Limits waiting(long bytes) {
        return new Limits(4_000_000, 1L << 28, 65_536, 256, 100, bytes, 50_000_000);
    }

    private static void assertRefused(Doc doc, byte[] update, UpdateFormat format, Limits limits, long bytes)
            throws MalformedInput {
        var before = Moment.of(doc);
        var emitted = Emitted.by(doc);

        var cost = Cost.of(() -> assertThatThrownBy(() -> doc.apply(update, format, null, limits))
                .isInstanceOf(MalformedInput.class));

        assertThat(cost.bytes()).isLessThan(bytes);
        assertThat(cost.time()).isLessThan(AT_MOST);
        assertThat(emitted.size()).isZero();
        assertThat(Moment.of(doc)).isEqualTo(before);
        assertThatCode(() -> doc.apply(HONEST)).doesNotThrowAnyException();
        assertThat(doc.stateVector().clock(10)).isOne();
    }

    private static void assertRefused(byte[] update, UpdateFormat format) throws MalformedInput {
        assertRefused(doc(), update, format, Limits.standard(), MEGABYTE);
    }

    private static void assertCheap(Doc doc, byte[] update, UpdateFormat format) throws MalformedInput {
        var cost = Cost.of(() -> doc.apply(update, format, null));

        assertThat(cost.bytes()).isLessThan(16 * MEGABYTE + 128L * update.length);
        assertThat(cost.time()).isLessThan(AT_MOST);
    }

    @Nested
    class E1_lengths_and_counts_that_are_claimed {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ffffffff0f", // clients
                    "ffffffffffffff0f", // more of them
                    "01ffffff7f00", // structs
                    "01ffffffffffffff0f0500", // more of them
                    "0101050004010174ffffffff0f61", // a text
                    "01010500040101ffffffff0f61", // the name of a root
                    "0101050008010161ffffffff0f7e00", // values
                    "0101050008010161017777ffffffff0f00", // a text in a value
                    "010105000801016101" + "75ffffffff0f7e00", // an array in a value
                    "010105000801016101" + "76ffffffff0f017e00", // an object in a value
                    "0101050003010161ffffffff0f0000", // bytes
                    "0101050002010161ffffffff0f013100", // old values
                    "0001ffffffffffffff0fffffffffffffff0f", // deletions: 21 bytes of y-crdt#415
                    "000105ffffffff0f0001",
                    "00ffffffff0f"
                })
        void take_no_memory_in_format_1(String update) throws MalformedInput {
            assertRefused(bytes(update), V1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ffffffff0f",
                    "00ffffffff0f",
                    "0000000000000100000000ffffffff0f",
                    "000001050000010003000000" + "ffffffff0f01010000",
                    "00000105000001040b01ffffffff0f61000101000001010000",
                    "000000000000010000000000ffffffff0f",
                    "00000000000001000000000001" + "05ffffffff0f0001"
                })
        void take_no_memory_in_format_2(String update) throws MalformedInput {
            assertRefused(bytes(update), V2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ffffffffffffff0f", "ffffffff0f00", "02ffffffff0f"})
        void take_no_memory_in_state_vectors_and_deletions(String hex) throws MalformedInput {
            var cost = Cost.of(() -> {
                for (var format : UpdateFormat.values()) {
                    assertThatThrownBy(() -> DeleteSet.decode(bytes(hex), format))
                            .isInstanceOf(MalformedInput.class);
                    assertThatThrownBy(() -> Snapshot.decode(bytes(hex), format))
                            .isInstanceOf(MalformedInput.class);
                }
                assertThatThrownBy(() -> StateVector.decode(bytes(hex))).isInstanceOf(MalformedInput.class);
            });

            assertThat(cost.bytes()).isLessThan(4 * MEGABYTE);
        }

        @Test
        void cannot_use_a_client_up() throws MalformedInput {
            assertRefused(Forged.by(5).gc((1L << 53) - 2).v1(), V1);
            assertRefused(Forged.by(5).in("text").deleted((1L << 31) - 1).v1(), V1);
        }
    }

    @Nested
    class E2_runs_that_take_no_bytes {
        /** Structs of one client, all of length 1, without content: format 2 writes any number of them in 25 bytes. */
        private static byte[] structs(long count) {
            var lengths = new Encoder();
            lengths.writeByte(0x41);
            lengths.writeVarUint(count - 2);
            var out = new Encoder();
            out.writeVarUint(0);
            out.writeVarUint(0);
            out.writeVarBytes(new byte[] {5});
            out.writeVarUint(0);
            out.writeVarUint(0);
            out.writeVarBytes(new byte[] {0});
            out.writeVarBytes(new byte[] {0});
            out.writeVarUint(0);
            out.writeVarUint(0);
            out.writeVarBytes(lengths.toBytes());
            out.writeVarUint(1);
            out.writeVarUint(count);
            out.writeVarUint(0);
            out.writeVarUint(0);
            return out.toBytes();
        }

        private static Limits structLimit(int structs) {
            return new Limits(structs, 1L << 28, 65_536, 256, 100, 4 << 20, 50_000_000);
        }

        @Test
        void end_at_the_number_of_structs_that_the_caller_allows() throws MalformedInput {
            assertThat(structs(1L << 40)).hasSizeLessThan(30);

            assertRefused(doc(), structs(1L << 40), V2, structLimit(1_000), MEGABYTE);
            assertRefused(doc(), structs(1L << 40), V2, structLimit(100_000), 8 * MEGABYTE);
        }

        @Test
        void end_without_a_document_too() throws MalformedInput {
            var limits = structLimit(100_000);
            var bomb = structs(1L << 40);

            for (Cost.Work work : List.<Cost.Work>of(
                    () -> Updates.merge(List.of(bomb), V2, limits),
                    () -> Updates.merge(List.of(bomb, bomb), V2, limits),
                    () -> Updates.diff(bomb, StateVector.EMPTY, V2, limits),
                    () -> Updates.convert(bomb, V2, V1, limits),
                    () -> Updates.stateVectorOf(bomb, V2, limits),
                    () -> Updates.spanOf(bomb, V2, limits),
                    () -> Updates.isEmpty(bomb, V2, limits),
                    () -> Snapshot.EMPTY.contains(bomb, V2, limits))) {
                var cost = Cost.of(() -> assertThatThrownBy(work::run).isInstanceOf(MalformedInput.class));
                assertThat(cost.bytes()).isLessThan(32 * MEGABYTE);
                assertThat(cost.time()).isLessThan(AT_MOST);
            }
        }

        /** A number of blocks, none of which has a struct: yjs#687 hangs in such a loop. */
        @Test
        void of_empty_blocks_end_with_the_bytes() throws MalformedInput {
            var bomb = bytes("0000024500000100000001000000" + "00" + "ffffffffffffff0f" + "00000000");
            assertThat(bomb).hasSize(27);

            assertRefused(bomb, V2);
            assertThatThrownBy(() -> Updates.merge(List.of(bomb, bomb), V2)).isInstanceOf(MalformedInput.class);
        }

        @Test
        void that_are_honest_are_taken() throws MalformedInput {
            var doc = doc();
            doc.apply(structs(60_000), V2, null);

            assertThat(doc.stateVector().clock(5)).isEqualTo(60_000);
        }

        @Test
        void of_keys_stay_within_the_size_of_the_update() throws MalformedInput {
            var keys = new Encoder();
            keys.writeByte(0);
            keys.writeByte(0x41);
            keys.writeVarUint(1L << 30);
            var update = new Encoder();
            update.writeVarUint(0);
            update.writeVarBytes(keys.toBytes());
            update.writeVarBytes(new byte[] {5});
            update.writeVarUint(0);
            update.writeVarUint(0);
            update.writeVarBytes(new byte[] {6});
            var strings = new Encoder();
            strings.writeVarString("text" + "k".repeat(1_000));
            strings.writeVarInt(4);
            strings.writeVarInt(1_000);
            update.writeVarBytes(strings.toBytes());
            update.writeVarBytes(new byte[] {1});
            update.writeVarUint(0);
            update.writeVarUint(0);
            update.writeVarUint(1);
            update.writeVarUint(1_000_000);
            update.writeVarUint(0);
            update.writeBytes(new byte[20_000], 0, 20_000);

            assertRefused(update.toBytes(), V2);
        }
    }

    @Nested
    class E3_nesting {
        private static final int DEEP = 100_000;

        private static byte[] types(int depth) {
            var update = Forged.by(ATTACKER).in("array").array();
            for (int i = 1; i < depth; i++) {
                update.inside(ATTACKER, i - 1).array();
            }
            return update.v1();
        }

        private static Any arrays(int depth) {
            Any value = Any.NULL;
            for (int i = 0; i < depth; i++) {
                value = new Any.Arr(List.of(value));
            }
            return value;
        }

        @Test
        void of_types_ends_at_the_limit() throws MalformedInput {
            assertCheap(doc(), types(256), V1);
            assertRefused(doc(), types(257), V1, Limits.standard(), MEGABYTE);
            assertRefused(doc(), types(20_000), V1, Limits.standard(), 32 * MEGABYTE);
        }

        @ParameterizedTest
        @EnumSource(UpdateFormat.class)
        void of_values_ends_at_the_limit(UpdateFormat format) throws MalformedInput {
            assertCheap(doc(), Forged.by(5).in("array").values(arrays(100)).in(format), format);
            for (int depth : List.of(101, DEEP)) {
                assertRefused(
                        doc(),
                        Forged.by(5).in("array").values(arrays(depth)).in(format),
                        format,
                        Limits.standard(),
                        MEGABYTE);
                assertRefused(
                        doc(),
                        Forged.by(5).in("text").embed(arrays(depth)).in(format),
                        format,
                        Limits.standard(),
                        4 * MEGABYTE);
                assertRefused(
                        doc(),
                        Forged.by(5).in("text").format("b", arrays(depth)).in(format),
                        format,
                        Limits.standard(),
                        4 * MEGABYTE);
                assertRefused(
                        doc(),
                        Forged.by(5).in("text").doc("d", arrays(depth)).in(format),
                        format,
                        Limits.standard(),
                        MEGABYTE);
            }
        }

        @Test
        void of_old_values_ends_at_the_limit() throws MalformedInput {
            assertRefused(
                    Forged.by(5)
                            .in("array")
                            .jsons("[".repeat(DEEP) + "]".repeat(DEEP))
                            .v1(),
                    V1);
            assertRefused(
                    Forged.by(5)
                            .in("array")
                            .jsons("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP))
                            .v1(),
                    V1);
        }

        @ParameterizedTest
        @ValueSource(ints = {20_000, DEEP})
        void that_is_trusted_takes_no_stack(int depth) throws InterruptedException {
            onASmallStack(() -> {
                var doc = new Doc(DocOptions.withClientId(1).limits(Limits.trusted()));
                var array = doc.array("array");
                doc.apply(types(depth));
                doc.apply(Forged.by(5).in("text").embed(arrays(depth)).in(V2), V2, null);
                assertThat(array.toJson()).isNotNull();
                assertThat(array.toString()).isNotNull();
                assertThat(doc.text("text").delta()).hasSize(1);
                var copy = new Doc(DocOptions.withClientId(2).limits(Limits.trusted()));
                for (var format : UpdateFormat.values()) {
                    copy.apply(doc.encode(format), format, null);
                    Updates.merge(List.of(doc.encode(format), doc.encode(format)), format, Limits.trusted());
                }
                assertThat(doc.newsIn(doc.encode(V1), V1).isEmpty()).isTrue();

                array.delete(0, 1);

                assertThat(doc.encode(V1)).hasSizeLessThan(3 * depth);
                copy.apply(doc.encode(V1));
                assertThat(copy.array("array").length()).isZero();
            });
        }

        @Test
        void that_fails_at_the_bottom_is_taken_back_without_a_stack() throws InterruptedException {
            onASmallStack(() -> {
                var doc = new Doc(
                        DocOptions.withClientId(1).limits(new Limits(1_000_000, 1L << 28, 10, 20_000, 100, 100, 100)));
                assertThatThrownBy(() -> doc.apply(types(20_001))).isInstanceOf(MalformedInput.class);
                assertThat(doc.encode(V1)).isEqualTo(bytes("0000"));
                assertThat(doc.rootNames()).isEmpty();
            });
        }

        private static void onASmallStack(Cost.Work work) throws InterruptedException {
            var failures = new ArrayList<Throwable>();
            var thread = new Thread(
                    null,
                    () -> {
                        try {
                            work.run();
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    },
                    "small stack",
                    256 << 10);
            thread.start();
            thread.join();
            assertThat(failures).isEmpty();
        }
    }

    @Nested
    class E4_floods_of_clients {
        private static byte[] clients(int count) {
            var update = new Forged();
            for (int client = count; client > 0; client--) {
                update.and(1_000 + client, 0).gc(1);
            }
            return update.v1();
        }

        @Test
        void end_at_the_limit() throws MalformedInput {
            var limits = new Limits(4_000_000, 1L << 28, 64, 256, 100, 4 << 20, 50_000_000);
            var doc = doc();
            doc.apply(clients(64), V1, null, limits);

            assertRefused(doc(), clients(65), V1, limits, MEGABYTE);
            assertRefused(doc, clients(64 + 65), V1, limits, MEGABYTE);
            assertThatCode(() -> doc.apply(clients(64 + 64), V1, null, limits)).doesNotThrowAnyException();
        }

        @Test
        void make_later_updates_no_dearer() throws MalformedInput {
            var doc = doc();
            doc.text("text").insert(0, "x");
            doc.apply(clients(20_000));
            doc.apply(HONEST);
            var emitted = Emitted.by(doc);
            var letters = new ArrayList<byte[]>();
            for (int i = 1; i <= 200; i++) {
                letters.add(Forged.by(10, i).behind(10, i - 1).text("x").v1());
            }

            var cost = Cost.of(() -> {
                for (var letter : letters) {
                    doc.apply(letter);
                }
            });

            assertThat(emitted.size()).isEqualTo(200);
            // A copy of the state vector would be 320 KB for each of them.
            assertThat(cost.bytes() / 200).isLessThan(8_000);
            assertThat(cost.time()).isLessThan(Duration.ofMillis(500));
        }

        @Test
        void whose_numbers_fall_together_take_no_longer() throws MalformedInput {
            var chosen = LongStream.iterate(1, id -> id + 1)
                    .filter(id -> (((id * 0x9E3779B97F4A7C15L) >>> 32) & 0xffff) == 7)
                    .limit(30_000)
                    .toArray();
            var update = new Forged();
            for (int i = chosen.length - 1; i >= 0; i--) {
                update.and(chosen[i], 0).gc(1);
            }
            var doc = doc();
            assertCheap(doc, update.v1(), V1);

            assertThat(doc.stateVector().size()).isEqualTo(chosen.length);
            assertThat(doc.newsIn(update.v1(), V1).isEmpty()).isTrue();
        }

        @Test
        void that_are_only_spoken_of_are_not_kept() throws MalformedInput {
            var update = new Forged();
            for (int client = 1; client < 20_000; client++) {
                update.delete(client, 0, 1);
            }
            assertRefused(doc(), update.v1(), V1, waiting(1_000), 16 * MEGABYTE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0101ffffffffffffff7f0004010174016100",
                    "0101808080808080801000040101740161",
                    "000180808080808080100100"
                })
        void beyond_53_bits_are_refused(String update) throws MalformedInput {
            assertRefused(bytes(update), V1);
        }
    }

    @Nested
    class E5_storms_of_conflicts {
        private static Limits steps(long steps) {
            return new Limits(4_000_000, 1L << 28, 65_536, 256, 100, 4 << 20, steps);
        }

        private static Doc contested() throws MalformedInput {
            var doc = doc();
            doc.text("text").insert(0, "ab");
            doc.map("map").set("key", Any.of("value"));
            return doc;
        }

        @Test
        void at_one_place_end_at_the_limit() throws MalformedInput {
            var update = new Forged();
            for (int client = 3_000; client > 2; client--) {
                // Each comes after the one before it, by way of a letter elsewhere, and walks over all of them.
                update.and(client, 0)
                        .behind(client - 1, 1)
                        .text("-")
                        .between(1, 0, 1, 1)
                        .text("x");
            }
            update.and(2, 0).in("other").text("--");
            assertRefused(contested(), update.v1(), V1, steps(100_000), 8 * MEGABYTE);
        }

        @Test
        void for_one_key_end_at_the_limit() throws MalformedInput {
            var alone = Forged.by(ATTACKER);
            for (int i = 0; i < 3_000; i++) {
                alone.in("map").under("key").values(Any.NULL);
            }
            assertRefused(contested(), alone.v1(), V1, steps(100_000), 8 * MEGABYTE);
        }

        @Test
        void in_front_of_a_key_take_no_walk() throws MalformedInput {
            var update = Forged.by(ATTACKER).in("map").under("key").values(Any.NULL);
            for (int i = 1; i < 30_000; i++) {
                update.before(ATTACKER, i - 1).values(Any.NULL);
            }
            assertCheap(doc(), update.v1(), V1);
        }

        @Test
        void whose_numbers_fall_together_end_at_the_limit() throws MalformedInput {
            var ids = LongStream.iterate(1, id -> id + 1)
                    .filter(id -> (((id * 31 * 0x9E3779B97F4A7C15L) >>> 32) & 0x3fff) == 7)
                    .limit(4_000)
                    .toArray();
            var chain = new Forged();
            for (int i = ids.length - 1; i > 0; i--) {
                chain.and(ids[i], 0).behind(ids[i - 1], 0).text("x");
            }
            var doc = doc();
            doc.apply(chain.and(ids[0], 0).in("text").text("x").v1());

            assertRefused(
                    doc, Forged.by(ids[ids.length - 1] + 1).in("text").text("y").v1(), V1, steps(100_000), MEGABYTE);
        }

        @Test
        void between_halves_of_pairs_end_at_the_limit() throws MalformedInput {
            var doc = doc();
            doc.text("text").insert(0, "😀".repeat(20_000));
            var update = Forged.by(ATTACKER);
            for (int i = 0; i < 10_000; i++) {
                update.behind(1, 4L * i).text("!");
            }
            var cost = Cost.of(
                    () -> assertThatThrownBy(() -> doc.apply(update.v1())).isInstanceOf(MalformedInput.class));

            // Each cut copies the text: all of them would be 800 MB.
            assertThat(cost.bytes()).isLessThan(256 * MEGABYTE);
            assertThat(doc.text("text")).hasToString("😀".repeat(20_000));
        }

        @Test
        void with_cuts_everywhere_take_no_longer_than_they_are() throws MalformedInput {
            var many = 20_000;
            for (boolean backwards : List.of(true, false)) {
                var doc = doc();
                var numbers = new ArrayList<Any>();
                for (int i = 0; i < 4 * many; i++) {
                    numbers.add(Any.of("value " + i));
                }
                doc.array("array").insert(0, numbers);
                var olds = new String[4 * many];
                Arrays.fill(olds, "1");
                doc.apply(Forged.by(2).in("old").jsons(olds).v1());
                doc.text("text").insert(0, "abcd".repeat(many) + "語");
                var update = Forged.by(ATTACKER).gc(1);
                for (int i = 0; i < many; i++) {
                    int at = 4 * (backwards ? many - 1 - i : i) + 1;
                    update.delete(1, at, 1).delete(2, at, 1).delete(1, 4L * many + at, 1);
                }

                assertCheap(doc, update.v1(), V1);
                assertThat(doc.array("array").length()).isEqualTo(3 * many);
                assertThat(doc.array("old").length()).isEqualTo(3 * many);
                assertThat(doc.text("text").length()).isEqualTo(3 * many + 1);
            }
        }

        @Test
        void of_pieces_that_join_take_no_longer_than_they_are() throws MalformedInput {
            int many = 20_000;
            var update = Forged.by(5).in("old").jsons("1");
            for (int i = 1; i < many; i++) {
                update.behind(5, i - 1).jsons("2");
            }
            update.and(4, 0).in("array").values(Any.NULL);
            for (int i = 1; i < many; i++) {
                update.behind(4, i - 1).values(Any.NULL);
            }
            update.and(3, 0).in("text").text("語");
            for (int i = 1; i < many; i++) {
                update.behind(3, i - 1).text(i % 2 == 0 ? "語" : "x");
            }
            assertCheap(doc(), update.v1(), V1);
        }

        @Test
        void of_keys_with_the_same_hash_take_no_longer_than_they_are() throws MalformedInput {
            var update = Forged.by(5);
            for (int i = 0; i < 1 << 14; i++) {
                var key = new StringBuilder();
                for (int bit = 0; bit < 14; bit++) {
                    key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                update.in("map").under(key.toString()).values(Any.of(i));
            }
            var doc = doc();
            assertCheap(doc, update.v1(), V1);

            var map = doc.map("map");
            assertThat(map.size()).isEqualTo(1 << 14);
            assertThat(map.get("Aa".repeat(14))).isEqualTo(Any.of(0));
            map.delete("BB".repeat(14));
            assertThat(map.has("BB".repeat(14))).isFalse();
            map.set("BB".repeat(14), Any.TRUE);
            assertThat(map.size()).isEqualTo(1 << 14);
        }

        @Test
        void taken_back_take_no_longer_than_they_are() throws MalformedInput {
            var doc = doc();
            doc.text("text").insert(0, "x".repeat(200_000));
            var update = Forged.by(ATTACKER);
            for (int i = 1; i < 5_000; i++) {
                update.between(1, 40L * i, 1, 40L * i + 1).text("y");
                update.in("map").under("key " + i).values(Any.of(i));
            }
            update.and(2, 5).in("late").text("x");
            var cost = Cost.of(() -> assertThatThrownBy(() -> doc.apply(update.v1(), V1, null, waiting(0)))
                    .isInstanceOf(MalformedInput.class));

            assertThat(cost.bytes()).isLessThan(32 * MEGABYTE);
            assertThat(cost.time()).isLessThan(AT_MOST);
            assertThat(doc.text("text")).hasToString("x".repeat(200_000));
            assertThat(doc.rootNames()).containsExactly("text");
        }
    }

    @Nested
    class E6_what_waits_for_ever {
        @Test
        void is_bounded_and_holds_nobody_up() throws MalformedInput {
            var doc = new Doc(DocOptions.withClientId(1).limits(waiting(20_000)));
            var flood = new ArrayList<byte[]>();
            for (int i = 0; i < 5_000; i++) {
                flood.add(Forged.by(5, 10 + i).behind(5, 9 + i).text("x").v1());
            }
            int[] refused = {0};
            var cost = Cost.of(() -> {
                for (var update : flood) {
                    try {
                        doc.apply(update);
                    } catch (MalformedInput e) {
                        refused[0]++;
                    }
                }
            });
            assertThat(refused[0]).isGreaterThan(1_000);
            assertThat(doc.pending().structs().length).isBetween(1, 20_000);
            assertThat(cost.bytes() / flood.size()).isLessThan(20_000);
            assertThat(cost.time()).isLessThan(AT_MOST);

            doc.apply(HONEST);
            assertThat(doc.text("text")).hasToString("h");
        }

        @Test
        void comes_in_when_what_it_waited_for_does() throws MalformedInput {
            var doc = doc();
            for (int i = 0; i < 1_000; i++) {
                doc.apply(Forged.by(5, 3 + i).behind(5, 2 + i).text("x").v1());
            }
            doc.apply(Forged.deleting(5, 0, 2).v1());
            assertThat(doc.pending().isEmpty()).isFalse();

            doc.apply(Forged.by(5).in("text").text("abc").v1());

            assertThat(doc.pending().isEmpty()).isTrue();
            assertThat(doc.text("text")).hasToString("c" + "x".repeat(1_000));
        }

        @Test
        void is_bounded_when_it_is_deletions() throws MalformedInput {
            var update = new Forged();
            for (int i = 0; i < 2_000; i++) {
                update.delete(5, 2L * i, 1);
            }
            assertRefused(doc(), update.v1(), V1, waiting(20_000), 4 * MEGABYTE);
        }

        @Test
        void is_dropped_if_its_time_comes_and_it_is_of_no_use() throws MalformedInput {
            var limits = new Limits(1_000, 1_000, 10, 3, 10, 100_000, 1_000);
            var doc = new Doc(DocOptions.withClientId(1).limits(limits));
            var deep = Forged.by(5).behind(6, 0).array();
            for (int i = 1; i < 10; i++) {
                deep.inside(5, i - 1).array();
            }
            doc.apply(deep.v1());
            assertThat(doc.pending().isEmpty()).isFalse();

            doc.apply(Forged.by(6).in("array").values(Any.of("honest")).v1());

            assertThat(doc.pending().isEmpty()).isTrue();
            assertThat(doc.array("array").asList()).containsExactly(Any.of("honest"));
            assertThat(doc.stateVector().clock(5)).isZero();
        }

        @Test
        void costs_updates_that_have_nothing_to_do_with_it_nothing() throws MalformedInput {
            var doc = doc();
            for (int i = 0; i < 20_000; i++) {
                doc.apply(Forged.by(100 + i, 10).behind(100 + i, 9).text("x").v1());
            }
            doc.pending();
            doc.apply(HONEST);
            var cost = Cost.of(() -> {
                for (int i = 1; i < 100; i++) {
                    doc.apply(Forged.by(10, i).behind(10, i - 1).text("h").v1());
                }
            });

            assertThat(cost.bytes() / 100).isLessThan(20_000);
            assertThat(cost.time()).isLessThan(Duration.ofMillis(500));
        }
    }

    @Nested
    class E7_tombstones {
        @Test
        void of_what_was_typed_and_deleted_merge_into_ranges() throws MalformedInput {
            var doc = doc();
            var text = doc.text("text");
            for (int i = 0; i < 20_000; i++) {
                text.insert(i / 2, i % 2 == 0 ? "a" : "b");
            }
            text.delete(0, text.length());

            var state = doc.encode(V1);
            assertThat(doc.snapshot().deleted().asMap().get(1L)).hasSize(1);
            assertThat(DeleteSet.decode(doc.snapshot().deleted().encode(V1), V1)
                            .asMap()
                            .get(1L))
                    .hasSize(1);
            assertThat(state.length).isLessThan(20_000 * 10);
        }

        @Test
        void of_what_was_inside_a_deleted_type_merge_into_one_range() {
            var doc = doc();
            var messages = doc.array("messages");
            for (int i = 0; i < 500; i++) {
                messages.add(Draft.array(List.of(Draft.text("a"), Draft.text("b"), Any.of(i))));
            }
            messages.delete(0, 500);

            assertThat(doc.encode(V1)).hasSizeLessThan(20 * 500);
        }

        @Test
        void of_clients_in_any_order_are_merged_in_no_time() throws MalformedInput {
            var update = new Forged();
            for (int client = 0; client < 50_000; client++) {
                update.delete(client, 0, 1);
            }
            var bytes = update.v1();
            var cost = Cost.of(() -> Updates.merge(List.of(bytes, bytes), V1));

            assertThat(cost.time()).isLessThan(AT_MOST);
            assertThat(cost.bytes()).isLessThan(128 * MEGABYTE);
        }
    }
}
