package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;

/**
 * Values as JSON, as the two functions of JavaScript's {@code JSON} do it. Depth costs no stack.
 *
 * <pre>{@code
 * Any value = Json.parse("{\"a\": [1, null]}", 10);
 * Json.print(value); // {"a":[1,null]}
 * }</pre>
 */
public final class Json {
    private Json() {}

    /**
     * The value of a text that {@code JSON.parse} would take, with at most {@code maxDepth} arrays and objects inside each other.
     * Of a doubled key the last value counts.
     */
    public static Any parse(String text, int maxDepth) throws MalformedInput {
        return new JsonReader(text, maxDepth).read();
    }

    /**
     * What {@code JSON.stringify} gives. Undefined is left out of objects and null in arrays; alone it is the text {@code
     * undefined}, by which Yjs means it.
     *
     * @throws IllegalArgumentException if there is a {@link Any.BigInt} in it, as in JavaScript
     */
    public static String print(Any value) {
        return JsonWriter.stringify(value);
    }
}
