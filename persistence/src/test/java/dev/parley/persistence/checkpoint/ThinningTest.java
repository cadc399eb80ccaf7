package dev.parley.persistence.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.persistence.checkpoint.Thinning.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

    @Test
    void the_two_newest_stay() {
        assertThat(Thinning.superfluous(List.of())).isEmpty();
        assertThat(Thinning.superfluous(marks(1, 10))).isEmpty();
        assertThat(Thinning.superfluous(marks(2, 10))).isEmpty();
        assertThat(Thinning.superfluous(marks(3, 10))).containsExactly(new Mark(1_000, 10));
    }

    @Test
    void no_moment_is_further_from_one_than_so_many_events() {
        var kept = thinnedOneByOne(100, 10);

        assertGaps(kept);
        assertThat(kept).hasSizeBetween(100_000 / 4_096, 100_000 / 4_096 + 4);
    }

    @Test
    void nor_than_so_many_bytes() {
        var kept = thinnedOneByOne(40, 1 << 20);

        assertGaps(kept);
        assertThat(kept).hasSizeBetween(40 / 4, 40 / 4 + 3);
    }

    @Test
    void one_that_brought_more_than_that_alone_stays() {
        assertThat(Thinning.superfluous(marks(6, 10 << 20))).isEmpty();
    }

    /** As a store does it, which thins after each checkpoint. */
    private static List<Mark> thinnedOneByOne(int count, long weight) {
        List<Mark> kept = new ArrayList<>();
        for (var mark : marks(count, weight)) {
            kept.add(mark);
            kept.removeAll(Thinning.superfluous(kept));
        }
        return kept;
    }

    private static List<Mark> marks(int count, long weight) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> new Mark(1_000 * i, weight * i))
                .toList();
    }

    private static void assertGaps(List<Mark> kept) {
        var before = new Mark(0, 0);
        for (var mark : kept) {
            assertThat(mark.sequence() - before.sequence()).isLessThanOrEqualTo(Thinning.EVENTS);
            assertThat(mark.weight() - before.weight()).isLessThanOrEqualTo(Thinning.BYTES);
            before = mark;
        }
    }
}
