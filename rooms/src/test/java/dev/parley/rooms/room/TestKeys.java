package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.KeyRing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Content keys in memory, all of them the same; they come at once or when the test says so. */
public final class TestKeys implements ContentKeys {
    static final ContentKey KEY = new ContentKey(1, new byte[ContentKey.BYTES]);

    private final Map<RoomName, KeyRing> rings = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> mayObtain = CompletableFuture.completedFuture(null);

    static KeyRing ring(RoomName room) {
        return new KeyRing(room, List.of(KEY));
    }

    /** No room gets a key before {@link #letObtain} or {@link #fail}. */
    void hold() {
        mayObtain = new CompletableFuture<>();
    }

    void letObtain() {
        mayObtain.complete(null);
    }

    void fail() {
        mayObtain.completeExceptionally(new IllegalStateException("no keys, says the test"));
    }

    boolean has(RoomName room) {
        return rings.containsKey(room);
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName room) {
        return CompletableFuture.completedFuture(rings.getOrDefault(room, KeyRing.empty(room)));
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName room) {
        return mayObtain.thenApply(free -> rings.computeIfAbsent(room, TestKeys::ring));
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys) {
        throw new UnsupportedOperationException("no room comes from elsewhere");
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName room) {
        throw new UnsupportedOperationException("no room is erased");
    }
}
