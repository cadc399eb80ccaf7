package dev.parley.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final PresenceLimits LIMITS = new PresenceLimits(10, 100, 10, 3, 1000, Duration.ofSeconds(30));

    private final Presence<String> presence = new Presence<>(LIMITS);

    @Nested
    class In_an_empty_room {

        @Test
        void nobody_is_present() {
            assertThat(presence.isEmpty()).isTrue();
            assertThat(presence.states()).isEmpty();
        }

        @Test
        void a_first_state_is_taken() {
            var taken = announce("ada's", "ada", here(5, 1));

            assertThat(taken).containsExactly(here(5, 1));
            assertThat(presence.states()).containsExactly(here(5, 1));
            assertThat(presence.isEmpty()).isFalse();
        }

        @Test
        void a_first_state_at_clock_zero_is_not_seen() {
            assertThat(announce("ada's", "ada", here(5, 0))).isEmpty();
            assertThat(presence.isEmpty()).isTrue();
        }

        @Test
        void a_first_state_may_have_any_other_clock() {
            assertThat(announce("ada's", "ada", here(5, 1_000_000))).hasSize(1);
        }

        @Test
        void going_without_having_been_there_is_no_news_but_the_clock_counts() {
            assertThat(announce("ada's", "ada", gone(5, 4))).isEmpty();

            assertThat(announce("ada's", "ada", here(5, 4))).isEmpty();
            assertThat(announce("ada's", "ada", here(5, 5))).containsExactly(here(5, 5));
        }
    }

    @Nested
    class With_a_client_present {

        {
            announce("ada's", "ada", here(5, 3));
        }

        @Test
        void a_newer_state_replaces_its_state() {
            assertThat(announce("ada's", "ada", here(5, 4))).containsExactly(here(5, 4));
            assertThat(presence.states()).containsExactly(here(5, 4));
        }

        @Test
        void an_echo_changes_nothing() {
            assertThat(announce("ada's", "ada", here(5, 3))).isEmpty();
            assertThat(announce("ben's", "ben", here(5, 3))).isEmpty();
            assertThat(presence.leave("ben's")).isEmpty();
        }

        @Test
        void it_can_go_at_the_clock_that_it_had() {
            assertThat(announce("ada's", "ada", gone(5, 3))).containsExactly(gone(5, 3));
            assertThat(presence.isEmpty()).isTrue();
        }

        @Test
        void it_cannot_go_in_the_past() {
            assertThat(announce("ada's", "ada", gone(5, 2))).isEmpty();
            assertThat(presence.states()).containsExactly(here(5, 3));
        }

        @Test
        void its_clock_may_jump_as_far_as_the_limit_says_and_no_further() {
            assertThat(announce("ada's", "ada", here(5, 1004))).isEmpty();
            assertThat(announce("ada's", "ada", gone(5, (1L << 53) - 1))).isEmpty();
            assertThat(announce("ada's", "ada", here(5, 1003))).hasSize(1);
        }

        @Test
        void one_seat_may_have_several_clients() {
            announce("ada's", "ada", here(6, 1));

            assertThat(presence.leave("ada's")).containsExactly(gone(5, 3), gone(6, 1));
        }

        @Test
        void of_an_update_with_good_and_bad_states_the_good_are_taken_in_order() {
            var taken =
                    announce("ada's", "ada", here(7, 1), here(5, 3), here(5, 4), gone(5, 4), here(6, 0), here(6, 1));

            assertThat(taken).containsExactly(here(7, 1), here(5, 4), gone(5, 4), here(6, 1));
        }
    }

    @Nested
    class When_somebody_speaks_for_the_client_of_another_seat {

        {
            announce("ada's", "ada", here(5, 3));
        }

        @Test
        void another_user_is_not_listened_to() {
            assertThat(announce("ben's", "ben", here(5, 4), gone(5, 3), gone(5, 5)))
                    .isEmpty();
            assertThat(presence.states()).containsExactly(here(5, 3));
        }

        @Test
        void another_user_is_not_listened_to_either_after_the_client_has_gone_by_itself() {
            announce("ada's", "ada", gone(5, 3));

            assertThat(announce("ben's", "ben", here(5, 4))).isEmpty();
        }

        @Test
        void another_user_is_listened_to_after_the_seat_has_left() {
            presence.leave("ada's");

            assertThat(announce("ben's", "ben", here(5, 4))).containsExactly(here(5, 4));
            assertThat(announce("ada's", "ada", here(5, 5))).isEmpty();
        }

        @Test
        void the_same_user_takes_the_client_over() {
            assertThat(announce("ada's second", "ada", here(5, 4))).containsExactly(here(5, 4));

            assertThat(presence.leave("ada's")).isEmpty();
            assertThat(presence.leave("ada's second")).containsExactly(gone(5, 4));
        }

        @Test
        void the_same_user_does_not_take_it_over_by_an_echo() {
            announce("ada's second", "ada", here(5, 3));

            assertThat(presence.leave("ada's second")).isEmpty();
            assertThat(presence.leave("ada's")).containsExactly(gone(5, 3));
        }
    }

    @Nested
    class After_a_seat_has_left {

        {
            announce("ada's", "ada", here(5, 3));
            announce("ben's", "ben", here(6, 1));
            presence.leave("ada's");
        }

        @Test
        void the_others_are_still_present() {
            assertThat(presence.states()).containsExactly(here(6, 1));
        }

        @Test
        void leaving_again_removes_nobody() {
            assertThat(presence.leave("ada's")).isEmpty();
        }

        @Test
        void a_late_state_does_not_bring_its_client_back() {
            assertThat(announce("ben's", "ben", here(5, 3), here(5, 2), gone(5, 3)))
                    .isEmpty();
        }

        @Test
        void a_newer_state_does() {
            assertThat(announce("ada's next", "ada", here(5, 4))).containsExactly(here(5, 4));
        }

        @Test
        void the_clock_may_not_jump_to_the_end() {
            assertThat(announce("ben's", "ben", gone(5, (1L << 53) - 1))).isEmpty();
        }
    }

    @Nested
    class When_time_passes {

        {
            announce("ada's", "ada", here(5, 3));
        }

        @Test
        void a_client_is_removed_after_the_silence_and_not_before() {
            assertThat(presence.expire(after(29_999))).isEmpty();
            assertThat(presence.expire(after(30_000))).containsExactly(gone(5, 3));
            assertThat(presence.expire(after(30_001))).isEmpty();
        }

        @Test
        void news_end_the_silence() {
            presence.announce("ada's", "ada", List.of(here(5, 4)), after(20_000));

            assertThat(presence.expire(after(49_999))).isEmpty();
            assertThat(presence.expire(after(50_000))).containsExactly(gone(5, 4));
        }

        @Test
        void echoes_do_not() {
            presence.announce("ada's", "ada", List.of(here(5, 3)), after(20_000));

            assertThat(presence.expire(after(30_000))).containsExactly(gone(5, 3));
        }

        @Test
        void a_silent_client_still_belongs_to_its_seat() {
            presence.expire(after(30_000));

            assertThat(announce("ben's", "ben", here(5, 4))).isEmpty();
            assertThat(announce("ada's", "ada", here(5, 4))).containsExactly(here(5, 4));
        }

        @Test
        void the_seat_of_a_silent_client_leaves_without_a_word() {
            presence.expire(after(30_000));

            assertThat(presence.leave("ada's")).isEmpty();
            assertThat(announce("ben's", "ben", here(5, 4))).hasSize(1);
        }

        @Test
        void a_removed_client_is_forgotten_after_four_silences() {
            presence.expire(after(119_999));
            assertThat(presence.statesOf(List.of(5L))).containsExactly(gone(5, 3));

            presence.expire(after(120_000));
            assertThat(presence.statesOf(List.of(5L))).isEmpty();
            assertThat(announce("ben's", "ben", here(5, 1))).hasSize(1);
        }
    }

    @Nested
    class In_a_full_room {

        {
            announce("ada's", "ada", here(1, 1), here(2, 1), here(3, 1));
        }

        @Test
        void one_more_client_is_not_seen() {
            assertThat(announce("ben's", "ben", here(4, 1))).isEmpty();
            assertThat(presence.states()).hasSize(3);
        }

        @Test
        void those_who_are_present_go_on() {
            assertThat(announce("ada's", "ada", here(2, 2))).containsExactly(here(2, 2));
        }

        @Test
        void who_goes_makes_room() {
            announce("ada's", "ada", gone(2, 1));

            assertThat(announce("ben's", "ben", here(4, 1))).containsExactly(here(4, 1));
        }

        @Test
        void no_more_clients_that_are_gone_are_remembered_than_may_be_present() {
            LongStream.rangeClosed(11, 14).forEach(client -> announce("ben's", "ben", gone(client, 7)));

            assertThat(presence.statesOf(List.of(11L, 12L, 13L, 14L)))
                    .containsExactly(gone(12, 7), gone(13, 7), gone(14, 7));
        }
    }

    @Nested
    class Asked_for_the_latest_of_some_clients {

        {
            announce("ada's", "ada", here(5, 3), here(6, 1), here(7, 1));
            announce("ada's", "ada", here(5, 4), gone(6, 1));
        }

        @Test
        void it_answers_with_states_and_removals_in_the_order_of_the_question() {
            assertThat(presence.statesOf(List.of(6L, 5L))).containsExactly(gone(6, 1), here(5, 4));
        }

        @Test
        void it_leaves_out_who_is_not_known() {
            assertThat(presence.statesOf(List.of(8L, 7L))).containsExactly(here(7, 1));
        }
    }

    /** Whoever applies what the room tells, in order, shows the same people as the room, and never more than may be there. */
    @Property
    void who_follows_what_is_told_sees_who_is_present(@ForAll("doings") List<Doing> doings) {
        var room = new Presence<String>(LIMITS);
        var seen = new HashMap<Long, ClientState>();
        var now = START;

        for (var doing : doings) {
            now = now.plusSeconds(7);
            for (var state : doing.in(room, now)) {
                if (state.isGone()) {
                    seen.remove(state.client());
                } else {
                    seen.put(state.client(), state);
                }
            }

            assertThat(room.states())
                    .containsExactlyInAnyOrderElementsOf(seen.values())
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(room.isEmpty()).isEqualTo(seen.isEmpty());
        }
    }

    @Provide
    Arbitrary<List<Doing>> doings() {
        var seats = Arbitraries.of("ada's", "ada's second", "ben's");
        var state = Combinators.combine(
                        Arbitraries.longs().between(1, 5),
                        Arbitraries.longs().between(0, 6),
                        Arbitraries.of("{}", "null"))
                .as(ClientState::new);
        Arbitrary<Doing> announcing =
                Combinators.combine(seats, state.list().ofMaxSize(4)).as(Doing.Announcing::new);
        Arbitrary<Doing> leaving = seats.map(Doing.Leaving::new);
        Arbitrary<Doing> expiring = Arbitraries.create(Doing.Expiring::new);
        return Arbitraries.oneOf(announcing, leaving, expiring).list().ofMaxSize(30);
    }

    sealed interface Doing {
        record Announcing(String seat, List<ClientState> states) implements Doing {}

        record Leaving(String seat) implements Doing {}

        record Expiring() implements Doing {}

        default List<ClientState> in(Presence<String> room, Instant now) {
            return switch (this) {
                case Announcing d -> room.announce(d.seat(), d.seat().substring(0, 3), d.states(), now);
                case Leaving d -> room.leave(d.seat());
                case Expiring d -> room.expire(now);
            };
        }
    }

    private List<ClientState> announce(String seat, String user, ClientState... states) {
        return presence.announce(seat, user, List.of(states), START);
    }

    private static ClientState here(long client, long clock) {
        return new ClientState(client, clock, "{\"clock\":" + clock + "}");
    }

    private static ClientState gone(long client, long clock) {
        return new ClientState(client, clock, null);
    }

    private static Instant after(long millis) {
        return START.plusMillis(millis);
    }
}
