package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents inside of documents, and who hears of them. */
class SubdocsTest {
    private final Doc doc = Doc.withClientId(1);
    private final List<SubdocsEvent> events = heard(doc);

    private static List<SubdocsEvent> heard(Doc doc) {
        List<SubdocsEvent> events = new ArrayList<>();
        doc.onSubdocs(events::add);
        return events;
    }

    private static Doc named(String guid) {
        return new Doc(DocOptions.withClientId(9).guid(guid));
    }

    private static List<String> names(Iterable<Doc> docs) {
        List<String> names = new ArrayList<>();
        docs.forEach(subdoc -> names.add(subdoc.guid()));
        return names;
    }

    @Nested
    class Made_here {
        @Test
        void a_document_comes_and_is_loaded() {
            var subdoc = named("notes");

            doc.map("docs").set("a", subdoc);

            assertThat(events).containsExactly(new SubdocsEvent(List.of(subdoc), List.of(), List.of(subdoc)));
            assertThat(doc.subdocs()).containsExactly(subdoc);
            assertThat(doc.map("docs").get("a")).isSameAs(subdoc);
        }

        @Test
        void a_document_is_written_in_by_the_client_of_the_outer_one() {
            var subdoc = named("notes");

            doc.map("docs").set("a", subdoc);

            assertThat(subdoc.clientId()).isEqualTo(doc.clientId());
        }

        @Test
        void a_document_goes_when_it_is_deleted() {
            var subdoc = named("notes");
            doc.map("docs").set("a", subdoc);
            events.clear();

            doc.map("docs").delete("a");

            assertThat(events).containsExactly(new SubdocsEvent(List.of(), List.of(subdoc), List.of()));
            assertThat(doc.subdocs()).isEmpty();
        }

        @Test
        void one_that_takes_the_place_of_another_makes_that_one_go() {
            var first = named("first");
            var second = named("second");
            doc.map("docs").set("a", first);
            events.clear();

            doc.map("docs").set("a", second);

            assertThat(events).containsExactly(new SubdocsEvent(List.of(second), List.of(first), List.of(second)));
            assertThat(doc.subdocs()).containsExactly(second);
        }

        @Test
        void one_that_comes_and_goes_in_a_transaction_is_told_as_wanted_alone_as_in_Yjs() {
            var subdoc = named("notes");
            doc.transact(transaction -> {
                doc.map("docs").set("a", subdoc);
                doc.map("docs").delete("a");
            });

            assertThat(events).containsExactly(new SubdocsEvent(List.of(), List.of(), List.of(subdoc)));
            assertThat(doc.subdocs()).isEmpty();
        }

        @Test
        void all_of_a_transaction_come_in_one_event() {
            doc.transact(transaction -> {
                doc.array("docs").add(named("a"));
                doc.array("docs").add(named("b"));
            });

            assertThat(events).hasSize(1);
            assertThat(names(events.getFirst().added())).containsExactlyInAnyOrder("a", "b");
        }

        @Test
        void what_is_inside_of_a_deleted_type_goes_with_it() {
            doc.array("lists").add(Draft.array(List.of(named("deep"))));
            events.clear();

            doc.array("lists").delete(0, 1);

            assertThat(events).hasSize(1);
            assertThat(names(events.getFirst().removed())).containsExactly("deep");
        }
    }

    @Nested
    class Arriving_by_an_update {
        private final Doc other = Doc.withClientId(2);
        private final List<SubdocsEvent> theirs = heard(other);

        @ParameterizedTest
        @EnumSource(UpdateFormat.class)
        void a_document_comes_and_waits_to_be_loaded(UpdateFormat format) throws MalformedInput {
            doc.map("docs").set("a", named("notes"));

            other.apply(doc.encode(format), format, null);

            assertThat(theirs).hasSize(1);
            assertThat(names(theirs.getFirst().added())).containsExactly("notes");
            assertThat(theirs.getFirst().loaded()).isEmpty();
            assertThat(other.subdocs()).hasSize(1);
            assertThat(other.subdocs().iterator().next().options().shouldLoad()).isFalse();
        }

        @Test
        void it_is_told_with_what_its_maker_said_of_it() throws MalformedInput {
            var meta = Any.of(Map.of("title", "Notes"));
            doc.map("docs")
                    .set(
                            "a",
                            new Doc(DocOptions.withClientId(9)
                                    .guid("notes")
                                    .gc(false)
                                    .meta(meta)));

            other.apply(doc.encode(V1));

            var options = other.subdocs().iterator().next().options();
            assertThat(options.guid()).isEqualTo("notes");
            assertThat(options.gc()).isFalse();
            assertThat(options.meta()).isEqualTo(meta);
        }

        @Test
        void one_that_wants_to_be_loaded_everywhere_is_loaded() throws MalformedInput {
            doc.map("docs")
                    .set("a", new Doc(DocOptions.withClientId(9).guid("notes").autoLoad(true)));

            other.apply(doc.encode(V1));

            assertThat(theirs).hasSize(1);
            assertThat(theirs.getFirst().loaded()).isEqualTo(theirs.getFirst().added());
            assertThat(other.subdocs().iterator().next().options().autoLoad()).isTrue();
        }

        @Test
        void loading_it_is_heard_once() throws MalformedInput {
            doc.map("docs").set("a", named("notes"));
            other.apply(doc.encode(V1));
            var subdoc = other.subdocs().iterator().next();
            theirs.clear();

            subdoc.load();
            subdoc.load();

            assertThat(theirs).containsExactly(new SubdocsEvent(List.of(), List.of(), List.of(subdoc)));
            assertThat(subdoc.options().shouldLoad()).isTrue();
            assertThat(other.subdocs()).containsExactly(subdoc);
        }

        @Test
        void it_goes_when_the_others_delete_it() throws MalformedInput {
            doc.map("docs").set("a", named("notes"));
            other.apply(doc.encode(V1));
            var subdoc = other.subdocs().iterator().next();
            theirs.clear();
            doc.map("docs").delete("a");

            other.apply(doc.encode(V1));

            assertThat(theirs).containsExactly(new SubdocsEvent(List.of(), List.of(subdoc), List.of()));
            assertThat(other.subdocs()).isEmpty();
        }

        @Test
        void an_update_that_is_refused_is_not_heard_of() {
            doc.map("docs").set("a", named("notes"));
            var update = Forged.by(5)
                    .in("docs")
                    .doc("notes", new Any.Obj(Map.of()))
                    .and(6, 3)
                    .behind(6, 2)
                    .text("x");

            assertThatThrownBy(() -> other.apply(update.v1(), V1, null, Bounds.waiting(0)))
                    .isInstanceOf(MalformedInput.class);

            assertThat(theirs).isEmpty();
            assertThat(other.subdocs()).isEmpty();
        }
    }

    @Test
    void what_is_written_in_it_stays_in_it() {
        var subdoc = named("notes");
        doc.map("docs").set("a", subdoc);
        var emitted = Emitted.by(doc);
        var before = doc.encode(V1);

        subdoc.text("text").insert(0, "hello");

        assertThat(emitted.size()).isZero();
        assertThat(doc.encode(V1)).isEqualTo(before);
    }

    @Test
    void a_document_on_its_own_can_be_asked_to_load() {
        var alone = new Doc(DocOptions.withClientId(9).shouldLoad(false));

        alone.load();

        assertThat(alone.options().shouldLoad()).isTrue();
    }
}
