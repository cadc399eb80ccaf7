package dev.parley.node;

/** An option with a value that makes no sense, whatever the state of the machine. */
final class WrongUsage extends StartFailure {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message, null);
    }
}
