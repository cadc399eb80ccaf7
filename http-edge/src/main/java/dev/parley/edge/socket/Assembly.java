package dev.parley.edge.socket;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client's messages together from its frames, within limits. It is fed frame by frame, a long frame in several pieces,
 * and says after each piece what has come of it. No length is believed before the bytes are there, but a length over the limit
 * is refused before they come.
 */
final class Assembly {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** What RFC 6455 says a close frame without a code counts as. */
    static final int NO_CODE = 1005;

    private static final int MAX_CONTROL_BYTES = 125;

    /** What a piece of a frame completes. */
    sealed interface Outcome {
        /** Nothing yet. */
        record Incomplete() implements Outcome {}

        /** A binary message. */
        record Message(byte[] bytes) implements Outcome {}

        record Ping(byte[] bytes) implements Outcome {}

        record Pong() implements Outcome {}

        /** The client closes; its code, or {@link #NO_CODE}. */
        record Closing(int code) implements Outcome {}

        /** No further frame may be read. */
        record Violation(CloseCode code) implements Outcome {}
    }

    /** A frame's header. A client's frame must be masked. */
    record Header(int opcode, boolean fin, boolean reserved, boolean masked, int mask, long length) {
        boolean isControl() {
            return (opcode & 0x8) != 0;
        }
    }

    private static final Outcome INCOMPLETE = new Outcome.Incomplete();

    private final SocketLimits limits;
    private ByteArrayOutputStream message = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream control = new ByteArrayOutputStream(0);
    private boolean inMessage;
    private int fragments;
    private Header header = new Header(CONTINUATION, true, false, true, 0, 0);
    private long received;

    Assembly(SocketLimits limits) {
        this.limits = limits;
    }

    /** Whether a message has begun and not ended. */
    boolean inMessage() {
        return inMessage;
    }

    /** A frame begins, with its first piece or all of it. The piece is unmasked in place. */
    Outcome start(Header header, byte[] piece) {
        var fault = faultOf(header);
        if (fault != null) {
            return new Outcome.Violation(fault);
        }
        this.header = header;
        received = 0;
        if (!header.isControl()) {
            inMessage = true;
            fragments++;
        }
        if (piece.length == header.length() && header.fin() && fragments == 1 && header.opcode() == BINARY) {
            // Nearly every message is one frame in one piece: it need not be gathered.
            unmask(piece);
            endMessage();
            return new Outcome.Message(piece);
        }
        return more(piece);
    }

    /** The next piece of the frame that has begun. It is unmasked in place. */
    Outcome more(byte[] piece) {
        unmask(piece);
        received += piece.length;
        (header.isControl() ? control : message).writeBytes(piece);
        if (received < header.length()) {
            return INCOMPLETE;
        }
        return header.isControl() ? controlOutcome() : dataOutcome();
    }

    private @Nullable CloseCode faultOf(Header next) {
        if (next.reserved() || !next.masked()) {
            return CloseCode.PROTOCOL_ERROR;
        }
        return switch (next.opcode()) {
            case CLOSE, PING, PONG ->
                next.fin() && next.length() <= MAX_CONTROL_BYTES ? null : CloseCode.PROTOCOL_ERROR;
            case TEXT -> inMessage ? CloseCode.PROTOCOL_ERROR : CloseCode.UNSUPPORTED;
            case BINARY -> inMessage ? CloseCode.PROTOCOL_ERROR : sizeFaultOf(next);
            case CONTINUATION -> inMessage ? sizeFaultOf(next) : CloseCode.PROTOCOL_ERROR;
            default -> CloseCode.PROTOCOL_ERROR;
        };
    }

    private @Nullable CloseCode sizeFaultOf(Header next) {
        boolean fits = next.length() <= limits.maxMessage() - message.size() && fragments < limits.maxFragments();
        return fits ? null : CloseCode.TOO_LARGE;
    }

    private Outcome dataOutcome() {
        if (!header.fin()) {
            return INCOMPLETE;
        }
        var whole = message.toByteArray();
        endMessage();
        return new Outcome.Message(whole);
    }

    private Outcome controlOutcome() {
        var payload = control.toByteArray();
        control.reset();
        return switch (header.opcode()) {
            case PING -> new Outcome.Ping(payload);
            case PONG -> new Outcome.Pong();
            default -> closing(payload);
        };
    }

    private static Outcome closing(byte[] payload) {
        if (payload.length == 0) {
            return new Outcome.Closing(NO_CODE);
        }
        if (payload.length == 1) {
            return new Outcome.Violation(CloseCode.PROTOCOL_ERROR);
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        boolean legal = within(code, 1000, 1003) || within(code, 1007, 1014) || within(code, 3000, 4999);
        return legal ? new Outcome.Closing(code) : new Outcome.Violation(CloseCode.PROTOCOL_ERROR);
    }

    private static boolean within(int code, int from, int to) {
        return from <= code && code <= to;
    }

    private void endMessage() {
        message = new ByteArrayOutputStream(0); // A reset one would keep the memory of the largest message.
        inMessage = false;
        fragments = 0;
    }

    /** The mask goes on where the last piece of the same frame ended. */
    private void unmask(byte[] piece) {
        int mask = Integer.rotateLeft(header.mask(), (int) (received % 4) * 8);
        byte[] key = {(byte) (mask >> 24), (byte) (mask >> 16), (byte) (mask >> 8), (byte) mask};
        for (int i = 0; i < piece.length; i++) {
            piece[i] ^= key[i & 3];
        }
    }
}
