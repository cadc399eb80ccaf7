package dev.parley.core.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a document was given and can't apply yet.
 *
 * <pre>{@code
 * var pending = doc.pending();
 * pending.missing().forEach((client, clock) -> ask(client, clock));
 * }</pre>
 *
 * @param missing which clock of which client it waits for
 * @param structs an update of format 2, empty if no structs wait
 * @param deletions an update of format 2, empty if no deletions wait
 */
public record Pending(Map<Long, Long> missing, byte[] structs, byte[] deletions) {
    /** Copies what it is given, and what it gives: it is seldom asked for, and stays as it is when the document goes on. */
    public Pending {
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        structs = structs.clone();
        deletions = deletions.clone();
    }

    @Override
    public byte[] structs() {
        return structs.clone();
    }

    @Override
    public byte[] deletions() {
        return deletions.clone();
    }

    public boolean isEmpty() {
        return structs.length == 0 && deletions.length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pending its
                && missing.equals(its.missing)
                && Arrays.equals(structs, its.structs)
                && Arrays.equals(deletions, its.deletions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(missing, Arrays.hashCode(structs), Arrays.hashCode(deletions));
    }

    @Override
    public String toString() {
        return "Pending[missing=" + missing + ", " + structs.length + " bytes of structs, " + deletions.length
                + " bytes of deletions]";
    }
}
