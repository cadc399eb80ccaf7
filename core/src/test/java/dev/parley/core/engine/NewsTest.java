package dev.parley.core.engine;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.UpdateFormat.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.engine.update.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Doc#newsIn}: what of an update a document doesn't have. */
class NewsTest {
    private final Doc doc = Doc.withClientId(1);
    private final Doc other = Doc.withClientId(2);

    private void theyKnowEachOther() throws MalformedInput {
        other.text("text").insert(0, "abc");
        doc.apply(other.encode(V1));
    }

    @ParameterizedTest
    @EnumSource(UpdateFormat.class)
    void in_an_update_that_was_applied_there_are_none(UpdateFormat format) throws MalformedInput {
        theyKnowEachOther();

        var news = doc.newsIn(other.encode(format), format);

        assertThat(news.isEmpty()).isTrue();
        assertThat(news.waits()).isFalse();
        assertThat(news.update()).isEqualTo(Forged.nothing(format));
    }

    @ParameterizedTest
    @EnumSource(UpdateFormat.class)
    void in_an_update_of_which_nothing_is_known_they_are_all_of_it(UpdateFormat format) throws MalformedInput {
        other.text("text").insert(0, "abc");
        other.text("text").delete(1, 1);
        var update = other.encode(format);

        var news = doc.newsIn(update, format);

        assertThat(news.isEmpty()).isFalse();
        assertThat(news.waits()).isFalse();
        assertThat(news.update()).isEqualTo(update);
    }

    @ParameterizedTest
    @EnumSource(UpdateFormat.class)
    void in_a_text_of_which_the_beginning_is_known_they_are_the_rest(UpdateFormat format) throws MalformedInput {
        theyKnowEachOther();
        other.text("text").insert(3, "def");

        var news = doc.newsIn(other.encode(format), format);

        assertThat(news.isEmpty()).isFalse();
        assertThat(news.update()).isEqualTo(other.encodeSince(doc.stateVector(), format));
        assertThat(news.update()).hasSizeLessThan(other.encode(format).length);
    }

    @Test
    void of_deletions_they_are_those_that_hit_something_which_is_there() throws MalformedInput {
        theyKnowEachOther();
        doc.text("text").delete(0, 1);
        other.text("text").delete(0, 2);

        var news = doc.newsIn(other.encode(V1), V1);

        assertThat(news.update()).isEqualTo(Forged.deleting(2, 1, 1).v1());
    }

    @Test
    void of_several_clients_they_are_only_those_who_have_some() throws MalformedInput {
        theyKnowEachOther();
        var third = Doc.withClientId(3);
        third.text("text").insert(0, "x");

        var news = doc.newsIn(Updates.merge(List.of(other.encode(V1), third.encode(V1)), V1), V1);

        assertThat(news.update()).isEqualTo(third.encode(V1));
    }

    @Test
    void that_stand_behind_something_unknown_would_wait() throws MalformedInput {
        assertThat(doc.newsIn(Forged.by(5, 3).behind(5, 2).text("x").v1(), V1).waits())
                .isTrue();
        assertThat(doc.newsIn(Forged.by(5).behind(6, 0).text("x").v1(), V1).waits())
                .isTrue();
        assertThat(doc.newsIn(Forged.by(5).inside(6, 0).text("x").v1(), V1).waits())
                .isTrue();
        assertThat(doc.newsIn(Forged.deleting(5, 0, 1).v1(), V1).waits()).isTrue();
    }

    @Test
    void that_bring_along_what_they_stand_behind_would_not() throws MalformedInput {
        var update = Forged.by(6).in("text").text("y").and(5, 0).behind(6, 0).text("x");

        assertThat(doc.newsIn(update.v1(), V1).waits()).isFalse();
    }

    @Test
    void are_looked_for_without_changing_anything() throws MalformedInput {
        theyKnowEachOther();
        doc.apply(Forged.by(5, 3).behind(5, 2).text("waits").v1());
        var before = Moment.of(doc);
        var emitted = Emitted.by(doc);

        doc.newsIn(Forged.by(9).in("unheard of").text("x").delete(2, 0, 3).v1(), V1);

        assertThat(Moment.of(doc)).isEqualTo(before);
        assertThat(emitted.size()).isZero();
    }

    @Test
    void of_what_is_no_update_are_refused() {
        assertThatThrownBy(() -> doc.newsIn(Hex.bytes("01 01"), V1)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> doc.newsIn(Hex.bytes("00 00"), V2)).isInstanceOf(MalformedInput.class);
    }
}
