package dev.parley.edge.yjs;

import dev.parley.core.access.Principal;
import dev.parley.core.access.Right;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.presence.AwarenessUpdate;
import dev.parley.core.presence.PresenceLimits;
import dev.parley.core.sync.SyncMessage;
import dev.parley.edge.socket.CloseCode;
import dev.parley.edge.socket.Dialect;
import dev.parley.rooms.connection.ClientMessage;
import dev.parley.rooms.connection.Ending;
import dev.parley.rooms.connection.ServerMessage;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A socket of y-websocket: it is in one room, which its address names, from its first moment to its last. */
final class YjsSocket implements Dialect {
    /** What the journal calls this way of coming in. */
    private static final String PROTOCOL = "yjs";

    private static final int SEAT = 0;
    private static final byte[] NOBODY = YjsFrame.awareness(new AwarenessUpdate(List.of()));

    private final ClientMessage.Enter enter;
    private final PresenceLimits limits;

    YjsSocket(RoomName room, Principal principal, Set<Right> rights, PresenceLimits limits) {
        this.enter = new ClientMessage.Enter(SEAT, room, principal, rights, PROTOCOL);
        this.limits = limits;
    }

    @Override
    public ClientMessage greeting() {
        return enter;
    }

    @Override
    public @Nullable ClientMessage read(byte[] message) throws MalformedInput {
        return switch (YjsFrame.read(message, limits)) {
            case YjsFrame.Sync(var sync) -> new ClientMessage.Sync(SEAT, sync);
            case YjsFrame.Awareness(var update) -> new ClientMessage.Announce(SEAT, update.states());
            case YjsFrame.QueryAwareness f -> new ClientMessage.AskPresence(SEAT);
            case YjsFrame.Unknown f -> null;
        };
    }

    @Override
    public Iterator<byte[]> write(ServerMessage.Told message) {
        return framesOf(message).iterator();
    }

    private static Stream<byte[]> framesOf(ServerMessage.Told message) {
        return switch (message) {
            case ServerMessage.Sync m -> Stream.of(YjsFrame.sync(m.message()));
            case ServerMessage.Changed m -> framesOf(m.updates());
            case ServerMessage.Contents m -> Stream.of(YjsFrame.sync(new SyncMessage.Step2(m.update())));
            case ServerMessage.Presence m -> Stream.of(YjsFrame.awareness(new AwarenessUpdate(m.states())));
            case ServerMessage.ReadOnly m -> Stream.of(YjsFrame.permissionDenied("this room is read-only for you"));
        };
    }

    private static Stream<byte[]> framesOf(List<byte[]> updates) {
        return updates.stream().map(update -> YjsFrame.sync(new SyncMessage.Update(update)));
    }

    @Override
    public byte[] keepAlive() {
        return NOBODY;
    }

    @Override
    public CloseCode closeCode(Ending reason) {
        return switch (reason) {
            case GOING_AWAY -> CloseCode.GOING_AWAY;
            case MALFORMED -> CloseCode.MALFORMED;
            case TOO_LARGE -> CloseCode.TOO_LARGE;
            case NOT_ALLOWED -> CloseCode.NOT_ALLOWED;
            case TRY_AGAIN, TOO_SLOW -> CloseCode.TRY_AGAIN;
        };
    }
}
