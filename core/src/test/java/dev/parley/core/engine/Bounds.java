package dev.parley.core.engine;

/** The standard limits but for one. */
public final class Bounds {
    private static final Limits STANDARD = Limits.standard();

    private Bounds() {}

    public static Limits structs(int most) {
        return of(most, STANDARD.newClients(), STANDARD.depth(), STANDARD.pendingBytes(), STANDARD.steps());
    }

    public static Limits newClients(int most) {
        return of(STANDARD.structs(), most, STANDARD.depth(), STANDARD.pendingBytes(), STANDARD.steps());
    }

    public static Limits depth(int most) {
        return of(STANDARD.structs(), STANDARD.newClients(), most, STANDARD.pendingBytes(), STANDARD.steps());
    }

    public static Limits waiting(long bytes) {
        return of(STANDARD.structs(), STANDARD.newClients(), STANDARD.depth(), bytes, STANDARD.steps());
    }

    public static Limits steps(long most) {
        return of(STANDARD.structs(), STANDARD.newClients(), STANDARD.depth(), STANDARD.pendingBytes(), most);
    }

    private static Limits of(int structs, int newClients, int depth, long pendingBytes, long steps) {
        return new Limits(structs, STANDARD.growth(), newClients, depth, STANDARD.valueDepth(), pendingBytes, steps);
    }
}
