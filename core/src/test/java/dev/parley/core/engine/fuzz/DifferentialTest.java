package dev.parley.core.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Random sessions go the same way in Yjs and in our engine. {@code -Dparley.fuzz.first=5000 -Dparley.fuzz.seeds=1000} plays others;
 * for hours of it, or one alone, there is {@code src/test/fuzz/fuzz}.
 */
class DifferentialTest {
    private static final long FIRST = Long.getLong("parley.fuzz.first", 0);
    private static final long SEEDS = Long.getLong("parley.fuzz.seeds", 150);

    @Test
    void random_sessions_go_as_in_yjs() {
        requireNode();
        try (var yjs = Yjs.start()) {
            var fuzz = new Fuzz(yjs);

            var finding = fuzz.run(FIRST, FIRST + SEEDS);

            if (finding != null) {
                Assertions.fail(finding.toString());
            }
            assertThat(fuzz.sessions()).isEqualTo(SEEDS);
        }
    }

    @Test
    void a_session_follows_from_its_seed() {
        var once = SessionGenerator.session(FIRST);
        var again = SessionGenerator.session(FIRST);

        assertThat(again.commands()).isEqualTo(once.commands());
        assertThat(again.answers()).isEqualTo(once.answers());
    }

    @Test
    void a_session_goes_the_same_way_when_its_steps_are_played_again() {
        var session = SessionGenerator.session(FIRST);

        assertThat(Rehearsal.of(session.steps()).commands()).isEqualTo(session.commands());
    }

    /** Without Node a test is skipped on a developer's machine and fails in CI, so that nobody takes it for a green one. */
    private static void requireNode() {
        var objection = NodePeer.objection();
        if (objection != null) {
            var sentence = "The sessions were not compared with Yjs: %s.".formatted(objection);
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(sentence + " With CI=true nothing is skipped: install it where the build runs.");
            }
            Assumptions.abort(sentence);
        }
    }
}
