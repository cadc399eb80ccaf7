package dev.parley.edge.socket;

/** What sockets count. */
public interface SocketMeters {
    void opened();

    void closed();

    /** Closed from our side. */
    void closedWith(CloseCode code);

    void received(int bytes);

    void sent(int bytes);
}
