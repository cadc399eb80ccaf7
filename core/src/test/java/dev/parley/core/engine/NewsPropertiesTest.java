package dev.parley.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.update.Updates;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Who applies only what is news ends where everybody does who applies all. */
class NewsPropertiesTest {
    @Property(tries = 150)
    void the_news_of_an_update_do_what_the_update_does(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll UpdateFormat format,
            @ForAll boolean gc)
            throws MalformedInput {
        var session = new Session(seed, steps);
        var updates = session.shuffled(format);
        Assume.that(!updates.isEmpty());
        int known = session.random.nextInt(updates.size() + 1);
        var all = Receivers.applied(Session.reader(gc), updates.subList(0, known), format);
        var onlyNews = Receivers.applied(Session.reader(gc), updates.subList(0, known), format);

        for (var update : List.of(
                updates.get(session.random.nextInt(updates.size())),
                Updates.merge(updates.subList(known / 2, updates.size()), format),
                Updates.merge(updates, format))) {
            var news = onlyNews.newsIn(update, format);
            boolean waitedBefore = !all.pending().isEmpty();
            all.apply(update, format, null);
            onlyNews.apply(news.update(), format, null);

            assertThat(Moment.of(onlyNews)).isEqualTo(Moment.of(all));
            assertThat(onlyNews.newsIn(update, format).isEmpty()
                            || !all.pending().isEmpty())
                    .isTrue();
            if (!waitedBefore) {
                assertThat(news.waits()).isEqualTo(!all.pending().isEmpty());
            }
        }
    }
}
