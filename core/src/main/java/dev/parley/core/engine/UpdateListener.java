package dev.parley.core.engine;

/**
 * Hears of each transaction that changed something, as the update that tells others of it.
 *
 * <pre>{@code
 * UpdateListener listener = (update, transaction) -> {
 *     if (transaction.local()) {
 *         send(update);
 *     }
 * };
 * doc.onUpdate(UpdateFormat.V1, listener);
 * }</pre>
 */
@FunctionalInterface
public interface UpdateListener {
    void updated(byte[] update, Transaction transaction);
}
