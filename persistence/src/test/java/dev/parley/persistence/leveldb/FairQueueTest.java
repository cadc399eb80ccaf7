package dev.parley.persistence.leveldb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>(6, 100);

    @Test
    void rooms_take_turns() throws Exception {
        put("a", "a1", "a2", "a3");
        put("b", "b1", "b2");
        put("c", "c1");

        assertThat(queue.take(10, 100)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void a_turn_goes_on_where_the_last_batch_ended() throws Exception {
        put("a", "a1", "a2", "a3");
        put("b", "b1");
        put("c", "c1");

        assertThat(queue.take(2, 100)).containsExactly("a1", "b1");
        assertThat(queue.take(2, 100)).containsExactly("c1", "a2");
    }

    @Test
    void a_batch_holds_only_so_many_bytes() throws Exception {
        queue.offer("a", 30, "a1");
        queue.offer("b", 30, "b1");

        assertThat(queue.take(10, 50)).containsExactly("a1");
        assertThat(queue.take(10, 50)).containsExactly("b1");
    }

    @Test
    void what_is_larger_than_a_batch_goes_alone() throws Exception {
        queue.offer("a", 90, "a1");
        queue.offer("b", 1, "b1");

        assertThat(queue.take(10, 50)).containsExactly("a1");
    }

    @Test
    void only_so_many_wait() throws Exception {
        put("a", "1", "2", "3", "4", "5", "6");

        assertThat(queue.offer("b", 1, "7")).isFalse();
        assertThat(queue.take(1, 100)).hasSize(1);
        assertThat(queue.offer("b", 1, "7")).isTrue();
    }

    @Test
    void only_so_many_bytes_wait() {
        assertThat(queue.offer("a", 60, "1")).isTrue();
        assertThat(queue.offer("b", 41, "2")).isFalse();
        assertThat(queue.offer("b", 40, "2")).isTrue();
    }

    @Test
    void what_is_larger_than_the_whole_queue_is_taken_when_nothing_else_waits() {
        assertThat(queue.offer("a", 1_000, "1")).isTrue();
        assertThat(queue.offer("a", 1, "2")).isFalse();
    }

    @Test
    void once_closed_it_gives_out_what_waits_and_then_nothing() throws Exception {
        put("a", "1");
        queue.close();

        assertThat(queue.offer("a", 1, "2")).isFalse();
        assertThat(queue.take(10, 100)).containsExactly("1");
        assertThat(queue.take(10, 100)).isEmpty();
    }

    private void put(String lane, String... tasks) {
        for (var task : tasks) {
            assertThat(queue.offer(lane, 1, task)).isTrue();
        }
    }
}
