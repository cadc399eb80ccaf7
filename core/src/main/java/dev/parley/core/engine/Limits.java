package dev.parley.core.engine;

/**
 * What an update from outside may cost a document. An update beyond a limit is refused as a whole, as {@link MalformedInput}.
 *
 * @param structs how many structs one update may hold
 * @param growth by how many units one update may lengthen what clients have written; a few bytes can claim any number of them
 * @param newClients how many clients unknown so far one update may bring
 * @param depth how many types may lie inside each other; beyond 32,767 it isn't counted any more
 * @param valueDepth how many arrays and objects may lie inside each other in a value
 * @param pendingBytes how much may wait for what it depends on
 * @param steps how many items one update may make us compare with others that compete for the same place
 */
public record Limits(
        int structs, long growth, int newClients, int depth, int valueDepth, long pendingBytes, long steps) {
    private static final Limits STANDARD = new Limits(4_000_000, 1L << 28, 65_536, 256, 100, 4L << 20, 50_000_000);

    /** Nothing but the memory: for bytes that this program wrote itself. */
    private static final Limits TRUSTED = new Limits(
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE);

    /** For updates from people that one doesn't know; roomy enough for whole documents. */
    public static Limits standard() {
        return STANDARD;
    }

    /** For what was checked before, like a journal of one's own. */
    public static Limits trusted() {
        return TRUSTED;
    }
}
