package dev.parley.edge.socket;

/** With what a WebSocket is closed. The reasons are sent along; clients show them to people or write them into logs. */
public enum CloseCode {
    /** Both sides are done. */
    NORMAL(1000, ""),
    /** The node stops. Clients come back. */
    GOING_AWAY(1001, "the server is going away"),
    /** The frames break RFC 6455. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text message where only binary ones have a meaning, or the reverse. */
    UNSUPPORTED(1003, "this kind of message is not understood here"),
    /** A whole message that does not say anything. */
    MALFORMED(1007, "malformed message"),
    /** Within the protocol, but not within what is put up with, such as a message that takes minutes. */
    POLICY(1008, "policy violation"),
    TOO_LARGE(1009, "message too large"),
    /** A fault of ours. */
    FAILURE(1011, "internal error"),
    /** Not now: full, overloaded, or too far behind. */
    TRY_AGAIN(1013, "try again later"),
    /** Ours: not let in. Clients of y-websocket from 3.1 on take 4400 to 4499 as final and stay away. */
    NOT_ALLOWED(4403, "not allowed");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
