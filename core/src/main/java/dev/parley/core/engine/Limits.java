package dev.parley.core.engine;

/**
 * What an update from outside may cost a document. An update beyond a limit is refused as a whole, as {@link MalformedInput}.
 *
 * <p>With the standard limits an update of n bytes keeps at most 14 MB + 13 kB × n, and never more than 200 MB: a few bytes of
 * format 2 can stand for any number of structs, each of which is an object, so that only a limit bounds them. What a transaction
 * made of plain text and values keeps is about three times its bytes in format 1.
 *
 * <pre>{@code
 * var doc = new Doc(DocOptions.withClientId(1).limits(Limits.standard()));
 * doc.apply(theirs);                                          // within the limits of the document
 * doc.apply(ours, UpdateFormat.V1, null, Limits.trusted());   // from our own journal
 * }</pre>
 *
 * @param structs how many structs one update may hold; beyond 65,536 also no more than 64 for each of its bytes
 * @param growth by how many units one update may lengthen what clients have written; a few bytes can claim any number of them
 * @param newClients how many clients unknown so far one update may bring
 * @param depth how many types may lie inside each other; beyond 32,767 it isn't counted any more
 * @param valueDepth how many arrays and objects may lie inside each other in a value
 * @param pendingBytes how much may wait for what it depends on
 * @param steps how many items one update may make us compare with others that compete for the same place; as many again to what
 *     waited and comes in with it
 */
public record Limits(
        int structs, long growth, int newClients, int depth, int valueDepth, long pendingBytes, long steps) {
    public Limits {
        checkNotNegative(structs, "structs");
        checkNotNegative(growth, "growth");
        checkNotNegative(newClients, "newClients");
        checkNotNegative(depth, "depth");
        checkNotNegative(valueDepth, "valueDepth");
        checkNotNegative(pendingBytes, "pendingBytes");
        checkNotNegative(steps, "steps");
    }

    private static void checkNotNegative(long limit, String name) {
        if (limit < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, but is " + limit);
        }
    }

    private static final Limits STANDARD = new Limits(1_000_000, 1L << 28, 65_536, 256, 100, 4L << 20, 20_000_000);

    /** Nothing but the memory: for bytes that this program wrote itself. */
    private static final Limits TRUSTED = new Limits(
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE);

    private static final int STRUCTS_OF_ANY_UPDATE = 65_536;
    private static final int STRUCTS_PER_BYTE = 64;

    /** How many structs an update of so many bytes may hold. */
    public int structsIn(long bytes) {
        return structs == Integer.MAX_VALUE
                ? structs
                : (int) Math.min(structs, Math.max(STRUCTS_OF_ANY_UPDATE, STRUCTS_PER_BYTE * bytes));
    }

    /** For updates from people that one doesn't know; roomy enough for whole documents. */
    public static Limits standard() {
        return STANDARD;
    }

    /** For what was checked before, like a journal of one's own. */
    public static Limits trusted() {
        return TRUSTED;
    }
}
