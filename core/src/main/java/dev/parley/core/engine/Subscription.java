package dev.parley.core.engine;

/** A listener that was added, and can be taken away again by closing this. Closing twice does nothing more. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
