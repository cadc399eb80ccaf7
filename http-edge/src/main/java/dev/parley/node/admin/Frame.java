package dev.parley.node.admin;

import java.util.List;

/** One piece of what the two ends of an admin socket say to each other. */
sealed interface Frame {
    /** What a client says. */
    sealed interface Request extends Frame {}

    /** What a node says. */
    sealed interface Answer extends Frame {}

    /**
     * The first request, and the only one but for input.
     *
     * @param arguments the command's name, and what it is told
     */
    record Command(List<String> arguments) implements Request {
        public Command {
            arguments = List.copyOf(arguments);
        }
    }

    /** The next bytes of the file that the command reads; none are its end. */
    record Input(byte[] bytes) implements Request {}

    record Out(byte[] bytes) implements Answer {}

    record Err(byte[] bytes) implements Answer {}

    /**
     * The next bytes of a file that the command writes.
     *
     * @param number which of those that the client named: names are its own, and no node's
     */
    record FileBytes(int number, byte[] bytes) implements Answer {}

    /**
     * Asks for input.
     *
     * @param number of which file among those that the client named
     * @param anew from the file's beginning
     */
    record InputWanted(int number, boolean anew) implements Answer {}

    /** The last answer. */
    record Exit(int status) implements Answer {}
}
