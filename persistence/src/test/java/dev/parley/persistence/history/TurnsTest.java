package dev.parley.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(2, 2);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void so_much_is_done_at_once_and_no_more() {
        ask(3);

        assertThat(begun).hasSize(2);
    }

    @Test
    void what_waits_has_its_turn_when_another_one_is_over() {
        var asked = ask(3);

        begun.get(1).complete("second");
        assertThat(begun).hasSize(3);
        begun.get(2).complete("third");

        assertThat(asked.get(1)).isCompletedWithValue("second");
        assertThat(asked.get(2)).isCompletedWithValue("third");
        assertThat(asked.get(0)).isNotDone();
    }

    @Test
    void a_turn_is_over_too_when_it_fails() {
        var asked = ask(3);

        begun.getFirst().completeExceptionally(new IOException("no disk"));

        assertThat(begun).hasSize(3);
        assertThat(asked.getFirst()).isCompletedExceptionally();
    }

    @Test
    void what_comes_when_too_much_waits_fails_and_the_rest_goes_on() {
        var asked = ask(5);

        assertThat(asked.get(4))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IOException.class)
                .withMessage("the past is being read by too many at once; try again later");
        begun.getFirst().complete("first");
        assertThat(begun).hasSize(3);
        assertThat(ask(1).getFirst()).isNotDone();
    }

    private List<CompletableFuture<String>> ask(int times) {
        List<CompletableFuture<String>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            asked.add(turns.take(this::begin).toCompletableFuture());
        }
        return asked;
    }

    private CompletionStage<String> begin() {
        var work = new CompletableFuture<String>();
        begun.add(work);
        return work;
    }
}
