package dev.parley.core.engine.lib0;

import org.jspecify.annotations.Nullable;

/**
 * What every {@link Any} can become. Apart from it for one reason: an interface with such methods is initialised before its
 * records, and Any's constants need the records first, so that two threads could wait for each other.
 */
sealed interface Convertible permits Any {
    /**
     * The value as null (also for undefined), a Boolean, a Double, a Long (for what JavaScript calls a bigint), a String, a {@code
     * byte[]}, a List or a Map. Lists and maps are the caller's to change; bytes are not.
     */
    default @Nullable Object toJava() {
        return JavaValues.toJava((Any) this);
    }

    /**
     * The text that {@code JSON.stringify} makes.
     *
     * @throws IllegalArgumentException if there is a {@link Any.BigInt} in it, as in JavaScript
     */
    default String toJson() {
        return Json.print((Any) this);
    }
}
