package dev.parley.core.engine;

/** Hears of each transaction that changed something, as the update that tells others of it. */
@FunctionalInterface
public interface UpdateListener {
    void updated(byte[] update, Transaction transaction);
}
