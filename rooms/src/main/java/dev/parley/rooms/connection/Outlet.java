package dev.parley.rooms.connection;

/** The way to a socket, as a connection sees it. Bounded; nothing here ever waits. */
public interface Outlet {
    /** Queues the message; false if there is no room for it, and then the reader is too slow to go on with. */
    boolean offer(ServerMessage message);

    /** Forgets what is queued and closes the socket at once. */
    void abort(Ending reason);
}
