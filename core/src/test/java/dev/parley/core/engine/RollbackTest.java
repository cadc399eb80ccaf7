package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * An update that fails late leaves the document as it was: what can be seen of it, and what it does with all that comes
 * afterwards, is what a document does that never got that update.
 */
class RollbackTest {
    private static final long OURS = Pair.CLIENT;
    private static final long ATTACKER = 77;

    @Nested
    class A_broken_update_that {
        @Test
        void inserts_and_splits_text_leaves_it_whole() {
            var pair = new Pair(doc -> doc.text("text").insert(0, "0123456789"));

            pair.refusesWhole(Forged.by(ATTACKER)
                    .behind(OURS, 4)
                    .text("AAA")
                    .behind(OURS, 1)
                    .text("B")
                    .behind(OURS, 6)
                    .text("C"));
        }

        @Test
        void splits_pairs_of_surrogates_leaves_them_whole() {
            var pair = new Pair(doc -> doc.text("text").insert(0, "a😀b😀😀c"));

            pair.refusesWhole(Forged.by(ATTACKER)
                    .behind(OURS, 6)
                    .text("!")
                    .behind(OURS, 1)
                    .text("!")
                    .behind(OURS, 4)
                    .text("!")
                    .delete(OURS, 7, 1));
        }

        @Test
        void splits_long_text_in_many_places_leaves_it_whole() {
            var pair = new Pair(doc -> doc.text("text").insert(0, "0123456789".repeat(500) + "語"));
            var update = Forged.by(ATTACKER);
            var random = new SplittableRandom(1);
            for (int i = 0; i < 200; i++) {
                update.behind(OURS, random.nextInt(5_000)).text("x");
                update.delete(OURS, random.nextInt(5_000), 2);
            }

            pair.refusesWhole(update);
        }

        @Test
        void splits_values_leaves_them_whole() {
            var olds = Forged.by(3)
                    .in("array")
                    .jsons("1", "[2]", "undefined", "{\"a\":4}", "5")
                    .v1();
            var pair = new Pair(doc -> {
                doc.array("array").insert(0, List.of(Any.of(1), Any.of("two"), Any.TRUE, Any.NULL, Any.of(5)));
                Pair.apply(doc, olds);
            });

            pair.refusesWhole(Forged.by(ATTACKER)
                    .behind(OURS, 1)
                    .values(Any.FALSE)
                    .behind(3, 3)
                    .values(Any.FALSE)
                    .behind(3, 1)
                    .values(Any.FALSE)
                    .delete(OURS, 3, 1));
        }

        @Test
        void deletes_things_brings_them_back() {
            var pair = new Pair(RollbackTest::everything);

            pair.refusesWhole(Forged.by(ATTACKER).in("text").text("x").delete(OURS, 0, 1_000));
        }

        @Test
        void deletes_types_and_writes_into_them_brings_them_back() {
            var pair = new Pair(doc -> doc.array("array").add(Draft.array(List.of(Any.of(1), Draft.text("inner")))));

            pair.refusesWhole(Forged.by(ATTACKER)
                    .inside(OURS, 0)
                    .values(Any.of("new"))
                    .inside(OURS, 2)
                    .text("more ")
                    .delete(OURS, 0, 1));
        }

        @Test
        void overwrites_keys_brings_the_old_values_back() {
            var pair = new Pair(doc -> {
                doc.map("map").set("a", Any.of(1));
                doc.map("map").set("a", Any.of(2));
                doc.map("map").set("b", Draft.text("b"));
                doc.map("map").delete("b");
                doc.map("map").set("c", Draft.map());
            });

            pair.refusesWhole(Forged.by(ATTACKER)
                    .behind(OURS, 1)
                    .values(Any.of("a2"))
                    .behind(ATTACKER, 0)
                    .values(Any.of("a3"))
                    .in("map")
                    .under("b")
                    .values(Any.of("b2"))
                    .in("map")
                    .under("new")
                    .array()
                    .in("map")
                    .under("c")
                    .values(Any.of("c2")));
        }

        @Test
        void brings_many_keys_of_several_clients_in_turn_takes_them_out_again() {
            var pair = new Pair(doc -> {
                for (int i = 0; i < 20; i++) {
                    doc.map("map").set("old" + i, Any.of(i));
                }
            });
            var update = new Forged();
            for (int client = 3; client > 0; client--) {
                update.and(100 + client, 0);
                for (int i = 0; i < 30; i++) {
                    // Each waits for the next client, so that their keys come in turn.
                    if (client > 1) {
                        update.behind(100 + client - 1, 2L * i).text("x");
                    } else {
                        update.in("text").text("x");
                    }
                    update.in("map").under("new" + client + "." + i).values(Any.of(i));
                }
            }

            pair.refusesWhole(update);
        }

        @Test
        void brings_roots_clients_types_and_documents_takes_them_out_again() {
            var pair = new Pair(RollbackTest::everything);

            pair.refusesWhole(Forged.by(ATTACKER)
                    .in("new root")
                    .array()
                    .in("another")
                    .under("key")
                    .doc("sub", new Any.Obj(Map.of()))
                    .and(ATTACKER - 1, 0)
                    .inside(ATTACKER, 0)
                    .values(Any.of(1))
                    .and(ATTACKER - 2, 0)
                    .gc(5)
                    .in("text")
                    .format("bold", Any.TRUE)
                    .deleted(3));
        }

        @Test
        void deletes_documents_inside_keeps_them() {
            var pair = new Pair(doc -> doc.map("map").set("sub", Doc.withClientId(5)));

            pair.refusesWhole(Forged.by(ATTACKER).in("text").text("x").delete(OURS, 0, 1));
        }

        @Test
        void writes_on_under_numbers_that_are_known_is_forgotten() {
            var pair = new Pair(RollbackTest::everything);
            long next = pair.attacked.stateVector().clock(OURS);

            pair.refusesWhole(Forged.by(OURS, next)
                    .in("text")
                    .text("forged")
                    .in("map")
                    .under("a")
                    .values(Any.TRUE));
        }

        @Test
        void changes_a_long_list_leaves_its_indexes_right() {
            for (boolean searched : List.of(true, false)) {
                var pair = new Pair(doc -> {
                    for (int i = 0; i < 300; i++) {
                        doc.text("text").insert(0, "ab");
                        doc.array("array").insert(0, List.of(Any.of(i), Any.of("x")));
                    }
                    if (searched) {
                        Moment.of(doc);
                    }
                });

                pair.refusesWhole(Forged.by(ATTACKER)
                        .behind(OURS, 400)
                        .text("xyz")
                        .behind(OURS, 402)
                        .values(Any.TRUE, Any.FALSE)
                        .in("text")
                        .text("start")
                        .delete(OURS, 100, 37)
                        .delete(OURS, 500, 101));
            }
        }

        @Test
        void only_splits_a_long_list_leaves_its_indexes_right() {
            var pair = new Pair(doc -> {
                for (int i = 0; i < 300; i++) {
                    doc.text("text").insert(0, "abc");
                }
                Moment.of(doc);
            });
            var update = Forged.by(ATTACKER);
            // Each one splits, and is beyond the depth before it is linked.
            update.behind(OURS, 451).array();

            pair.refuses(update.v1(), new Limits(100, 100, 10, 0, 10, 100, 100));
            pair.isUntouched();
            pair.edits();
        }

        @Test
        void meets_what_waits_leaves_it_waiting() {
            var waiting = Forged.by(20, 3)
                    .behind(20, 2)
                    .text("later")
                    .delete(30, 0, 4)
                    .delete(OURS, 900, 2)
                    .v1();
            var other = Forged.by(21).behind(20, 1).text("more").v1();
            var pair = new Pair(doc -> {
                everything(doc);
                Pair.apply(doc, waiting);
                Pair.apply(doc, other);
            });

            pair.refusesWhole(Forged.by(30)
                    .in("text")
                    .text("deleted")
                    .and(20, 0)
                    .in("text")
                    .text("abc")
                    .delete(31, 5, 5)
                    .and(2, 7)
                    .text("x".repeat(300)));
            var late = Forged.by(20)
                    .in("text")
                    .text("abc")
                    .and(19, 0)
                    .in("text")
                    .text("x")
                    .v1();
            pair.bothApply(late);
        }

        @Test
        void brings_many_keys_leaves_a_map_that_takes_new_ones() {
            var pair = new Pair(doc -> {
                for (int i = 0; i < 5; i++) {
                    doc.map("map").set("key" + i, Any.of(i));
                }
            });
            var update = Forged.by(ATTACKER);
            for (int i = 0; i < 20; i++) {
                update.in("map").under("other" + i).values(Any.of(i));
            }

            pair.refusesAtTheEnd(update);

            for (var doc : List.of(pair.attacked, pair.spared)) {
                doc.map("map").set("new", Any.TRUE);
                assertThat(doc.map("map").get("new")).isEqualTo(Any.TRUE);
                assertThat(doc.map("map").asMap()).hasSize(6);
            }
        }

        @Test
        void reaches_into_a_long_list_leaves_every_place_where_it_was() {
            var pair = new Pair(doc -> {
                for (int i = 0; i < 600; i++) {
                    doc.array("array").insert(doc.array("array").length() / 2, Any.of(i));
                }
            });
            var random = new SplittableRandom(3);
            for (int round = 0; round < 20; round++) {
                var update = Forged.by(ATTACKER + round);
                for (int i = 0; i < 150; i++) {
                    update.behind(OURS, random.nextInt(600)).values(Any.of("x"));
                    update.delete(OURS, random.nextInt(600), 3);
                }
                pair.refusesAtTheEnd(update);
                for (int i = 0; i < 600; i++) {
                    assertThat(pair.attacked.array("array").get(i))
                            .isEqualTo(pair.spared.array("array").get(i));
                }
            }
        }

        @Test
        void takes_the_only_items_of_a_list_leaves_it_empty() {
            var pair = new Pair(doc -> doc.text("text"));
            var update = Forged.by(ATTACKER).in("text").text("a");
            for (int i = 0; i < 200; i++) {
                update.before(ATTACKER, i).text("b");
            }

            pair.refusesAtTheEnd(update);

            for (var doc : List.of(pair.attacked, pair.spared)) {
                doc.text("text").insert(0, "abc");
                assertThat(doc.text("text")).hasToString("abc");
            }
        }

        @Test
        void brings_thousands_of_clients_costs_nobody_who_was_there() throws MalformedInput {
            var pair = new Pair(doc -> {});
            var all = Forged.by(1);
            for (int i = 0; i < 10_000; i++) {
                all.and(1_000 + i, 0).in("text").text("x");
            }
            Pair.apply(pair.attacked, all.v1());
            Pair.apply(pair.spared, all.v1());
            var broken = Forged.by(ATTACKER).in("text").text("a");

            pair.refusesAtTheEnd(broken);
            var cost = Cost.of(() -> pair.refusesAtTheEnd(broken));

            assertThat(cost.bytes()).isLessThan(10_000_000);
            assertThat(pair.attacked.stateVector()).isEqualTo(pair.spared.stateVector());
        }

        @Test
        void follows_undone_changes_leaves_the_copies_known() {
            for (int round = 0; round < 2; round++) {
                var pair = new Pair(doc -> {
                    var text = doc.text("text");
                    var undo = new UndoManager(List.of(text), UndoOptions.of("me", InstantSource.fixed(Instant.EPOCH)));
                    doc.transact("me", transaction -> text.insert(0, "0123456789"));
                    undo.stopCapturing();
                    doc.transact("me", transaction -> text.delete(0, 10));
                    undo.undo();
                });

                pair.refusesWhole(Forged.by(ATTACKER)
                        .behind(OURS, 5)
                        .text("x")
                        .behind(OURS, 15)
                        .text("y"));
            }
        }
    }

    private static void everything(Doc doc) {
        Rewriting.of(doc, new SplittableRandom(42), 60);
    }
}
