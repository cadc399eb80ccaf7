package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Json;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    @Test
    void keys_are_sorted_at_every_level() throws MalformedInput {
        assertThat(canonical("{ \"b\": [ { \"d\": 1, \"c\": 2 } ], \"a\": null }"))
                .isEqualTo("{\"a\":null,\"b\":[{\"c\":2,\"d\":1}]}");
    }

    @Test
    void keys_that_are_array_indexes_come_first_as_in_JavaScript() throws MalformedInput {
        assertThat(canonical("{\"-\":1,\"10\":2,\"9\":3}")).isEqualTo("{\"9\":3,\"10\":2,\"-\":1}");
    }

    @Test
    void numbers_have_the_form_of_JavaScript() throws MalformedInput {
        assertThat(canonical("[1.0,1e21,0.1,-0.0]")).isEqualTo("[1,1e+21,0.1,0]");
    }

    @Test
    void the_hash_is_that_of_the_text_in_UTF_8() throws MalformedInput {
        assertThat(Canonical.sha256(Json.parse("\"ü\"", 1)))
                .isEqualTo("e4c77d3f26dacb0bcd1ef966781f0988c483f20cb118c5605ccf670c17944c6f");
    }

    private static String canonical(String json) throws MalformedInput {
        return Canonical.json(Json.parse(json, 10));
    }
}
