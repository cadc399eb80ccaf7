package dev.parley.core.engine;

/**
 * A listener that was added, and can be taken away again by closing this. Closing twice does nothing more.
 *
 * <pre>{@code
 * Subscription hearing = text.observe(event -> show(event.delta()));
 * text.insert(0, "heard");
 * hearing.close();
 * text.insert(0, "not heard");
 * }</pre>
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
