package dev.parley.core.engine;

/**
 * Bytes from outside that are not what they should be. Thrown by decoders only; the message says what was expected, what was
 * found and where, and holds none of the bytes' content.
 *
 * <pre>{@code
 * try {
 *     doc.apply(frame);
 * } catch (MalformedInput e) {
 *     hangUp(e.getMessage()); // and the document is as it was
 * }
 * }</pre>
 */
public final class MalformedInput extends Exception {
    private static final long serialVersionUID = 1;

    private final String message;

    public MalformedInput(String message) {
        super(message);
        this.message = message;
    }

    /** Never null, unlike that of other exceptions. */
    @Override
    public String getMessage() {
        return message;
    }
}
