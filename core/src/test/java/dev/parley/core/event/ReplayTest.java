package dev.parley.core.event;

import static dev.parley.core.event.Samples.KEYS;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.UPDATE;
import static dev.parley.core.event.Samples.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final byte[] NONSENSE = {9, 9, 9};

    private final Replay replay = new Replay(KEYS);

    @Test
    void a_document_is_what_its_events_make_it() {
        var first = event(Head.START, UPDATE);

        assertThat(replay.add(first)).isTrue();

        assertThat(replay.doc().text("t")).hasToString("hi");
        assertThat(replay.weight()).isEqualTo(UPDATE.length);
        assertThat(replay.chain().place().head()).isEqualTo(after(first));
    }

    @Nested
    class An_event_whose_update_cannot_be_applied {

        @Test
        void is_the_damage_and_is_named_by_its_own_number() {
            var first = event(Head.START, UPDATE);

            assertThat(replay.add(first)).isTrue();
            assertThat(replay.add(event(after(first), NONSENSE))).isFalse();

            assertThat(replay.chain().damage()).startsWith("event 2 cannot be read: ");
        }

        @Test
        void leaves_the_chain_where_the_document_is() {
            var first = event(Head.START, UPDATE);
            var second = event(after(first), NONSENSE);

            assertThat(replay.add(first)).isTrue();
            assertThat(replay.add(second)).isFalse();
            assertThat(replay.add(event(after(second), UPDATE))).isFalse();

            assertThat(replay.chain().place().head()).isEqualTo(after(first));
            assertThat(replay.weight()).isEqualTo(UPDATE.length);
        }
    }

    @Test
    void an_event_out_of_its_place_changes_nothing() {
        assertThat(replay.add(event(new Head(3, Samples.PREVIOUS), UPDATE))).isFalse();

        assertThat(replay.chain().damage()).isEqualTo("event 4 follows event 0");
        assertThat(replay.doc().rootNames()).isEmpty();
    }

    @Test
    void an_event_that_was_done_already_is_only_judged_and_weighed() {
        assertThat(replay.addDone(event(Head.START, NONSENSE))).isTrue();

        assertThat(replay.chain().place().head().sequence()).isEqualTo(1);
        assertThat(replay.weight()).isEqualTo(NONSENSE.length);
    }

    @Test
    void it_goes_on_from_a_checkpoint() throws MalformedInput {
        var first = event(Head.START, UPDATE);
        assertThat(replay.add(first)).isTrue();
        var contents = new CheckpointFormat.Contents(
                replay.chain().place(), replay.weight(), replay.doc().encode(UpdateFormat.V2));

        var later = Replay.from(CheckpointFormat.write(WRITER, contents), KEYS);

        assertThat(later.doc().text("t")).hasToString("hi");
        assertThat(later.weight()).isEqualTo(UPDATE.length);
        assertThat(later.add(event(after(first), UPDATE))).isTrue();
    }

    private static Link event(Head head, byte[] update) {
        return WRITER.write(head, new RoomEvent.Applied(TIME, List.of(new Change("ada", "c-1", "test", TIME, update))));
    }

    private static Head after(Link link) {
        try {
            return new Head(link.frame().sequence(), link.hash(Samples.ROOM));
        } catch (MalformedInput e) {
            throw new AssertionError(e);
        }
    }
}
