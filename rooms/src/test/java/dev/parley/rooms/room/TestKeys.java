package dev.parley.rooms.room;

import dev.parley.core.access.RoomName;
import dev.parley.core.event.ContentKey;
import dev.parley.core.event.ContentKeys;
import dev.parley.core.event.KeyRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Content keys in memory, all of them the same; they come, and go, at once or when the test says so. */
public final class TestKeys implements ContentKeys {
    static final ContentKey KEY = new ContentKey(1, new byte[ContentKey.BYTES]);

    private final Map<RoomName, KeyRing> rings = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> may = CompletableFuture.completedFuture(null);

    static KeyRing ring(RoomName room) {
        return new KeyRing(room, List.of(KEY));
    }

    /** No room gets or loses a key before {@link #let} or {@link #fail}. */
    void hold() {
        may = new CompletableFuture<>();
    }

    void let() {
        may.complete(null);
    }

    void fail() {
        may.completeExceptionally(new IllegalStateException("no keys, says the test"));
    }

    void recover() {
        may = CompletableFuture.completedFuture(null);
    }

    void lose(RoomName room) {
        rings.put(room, KeyRing.empty(room));
    }

    boolean has(RoomName room) {
        return rings.containsKey(room);
    }

    List<Long> numbers(RoomName room) {
        return ringOf(room).keys().stream().map(ContentKey::number).toList();
    }

    KeyRing ringOf(RoomName room) {
        return rings.getOrDefault(room, KeyRing.empty(room));
    }

    @Override
    public CompletionStage<KeyRing> find(RoomName room) {
        return CompletableFuture.completedFuture(ringOf(room));
    }

    @Override
    public CompletionStage<KeyRing> obtain(RoomName room) {
        return may.thenApply(free -> rings.computeIfAbsent(room, TestKeys::ring));
    }

    @Override
    public CompletionStage<KeyRing> adopt(RoomName room, KeyRing keys) {
        throw new UnsupportedOperationException("no room comes from elsewhere");
    }

    @Override
    public CompletionStage<KeyRing> renew(RoomName room) {
        return may.thenApply(free -> {
            List<ContentKey> keys = new ArrayList<>(ringOf(room).keys());
            keys.add(new ContentKey(keys.getLast().number() + 1, new byte[ContentKey.BYTES]));
            rings.put(room, new KeyRing(room, keys));
            return ringOf(room);
        });
    }

    @Override
    public CompletionStage<KeyRing> destroy(RoomName room, long below) {
        return may.thenApply(free -> {
            var left = ringOf(room).keys().stream()
                    .filter(key -> key.number() >= below)
                    .toList();
            rings.put(room, new KeyRing(room, left));
            return ringOf(room);
        });
    }
}
