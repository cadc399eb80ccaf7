package dev.parley.core.engine.bombs;

import static dev.parley.core.engine.UpdateFormat.V1;
import static dev.parley.core.engine.bombs.Bombs.AT_MOST;
import static dev.parley.core.engine.bombs.Bombs.MEGABYTE;
import static dev.parley.core.engine.bombs.Bombs.doc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.Cost;
import dev.parley.core.engine.DeleteSet;
import dev.parley.core.engine.Forged;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.type.Draft;
import dev.parley.core.engine.update.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E7: tombstones. */
class TombstonesTest {
    @Test
    void of_what_was_typed_and_deleted_merge_into_ranges() throws MalformedInput {
        var doc = doc();
        var text = doc.text("text");
        for (int i = 0; i < 20_000; i++) {
            text.insert(i / 2, i % 2 == 0 ? "a" : "b");
        }
        text.delete(0, text.length());

        var state = doc.encode(V1);
        assertThat(doc.snapshot().deleted().asMap().get(1L)).hasSize(1);
        assertThat(DeleteSet.decode(doc.snapshot().deleted().encode(V1), V1)
                        .asMap()
                        .get(1L))
                .hasSize(1);
        assertThat(state.length).isLessThan(20_000 * 10);
    }

    @Test
    void of_what_was_inside_a_deleted_type_merge_into_one_range() {
        var doc = doc();
        var messages = doc.array("messages");
        for (int i = 0; i < 500; i++) {
            messages.add(Draft.array(List.of(Draft.text("a"), Draft.text("b"), Any.of(i))));
        }
        messages.delete(0, 500);

        assertThat(doc.encode(V1)).hasSizeLessThan(20 * 500);
    }

    @Test
    void of_clients_in_any_order_are_merged_in_no_time() throws MalformedInput {
        var update = new Forged();
        for (int client = 0; client < 50_000; client++) {
            update.delete(client, 0, 1);
        }
        var bytes = update.v1();
        var cost = Cost.of(() -> Updates.merge(List.of(bytes, bytes), V1));

        assertThat(cost.time()).isLessThan(AT_MOST);
        assertThat(cost.bytes()).isLessThan(128 * MEGABYTE);
    }
}
