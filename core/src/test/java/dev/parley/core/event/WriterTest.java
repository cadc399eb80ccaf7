package dev.parley.core.event;

import static dev.parley.core.event.Samples.CONDENSED;
import static dev.parley.core.event.Samples.ERASED;
import static dev.parley.core.event.Samples.EVENTS;
import static dev.parley.core.event.Samples.PREVIOUS;
import static dev.parley.core.event.Samples.TIME;
import static dev.parley.core.event.Samples.WRITER;
import static dev.parley.core.event.Samples.nested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WriterTest {

    @Test
    void writes_an_event_as_the_next_after_a_head() throws MalformedInput {
        var frame = WRITER.write(new Head(4, PREVIOUS), ERASED).frame();

        assertThat(frame.sequence()).isEqualTo(5);
        assertThat(frame.previous()).isEqualTo(PREVIOUS);
    }

    @Test
    void condenses_in_the_place_of_the_head() throws MalformedInput {
        var frame = WRITER.replace(new Head(4, PREVIOUS), CONDENSED).frame();

        assertThat(frame.sequence()).isEqualTo(4);
        assertThat(frame.previous()).isEqualTo(PREVIOUS);
    }

    @Test
    void does_not_condense_behind_the_head() {
        assertThatIllegalArgumentException().isThrownBy(() -> WRITER.write(Head.START, CONDENSED));
    }

    @Test
    void does_not_write_what_nobody_could_read_again() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WRITER.write(
                        Head.START, new RoomEvent.Executed(TIME, "ada", "run-1", new Any.Obj(nested(99)))));
    }

    @Test
    void does_not_write_what_was_before_1970() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WRITER.write(Head.START, new RoomEvent.Erased(Instant.EPOCH.minusMillis(1), "ada")));
    }

    @Test
    void has_a_sample_of_each_kind_of_event_in_these_tests() {
        assertThat(EVENTS.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(RoomEvent.class.getPermittedSubclasses()));
    }
}
