package dev.parley.persistence.keys;

import dev.parley.core.event.ContentKey;
import dev.parley.core.event.KeyRing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a room lacks to have the keys of another one. It may have the first of them: whoever was interrupted begins again. */
public final class Adoption {
    private Adoption() {}

    /** The room has keys that are not among these. */
    public static final class HasOthers extends IOException {
        private static final long serialVersionUID = 1;

        private HasOthers() {
            super("the room has keys already");
        }
    }

    /**
     * The keys that it lacks to have these and one of its own. What is written from then on has that one: the room that these came
     * from goes on with them.
     *
     * @param records what it has
     * @param there the same, opened
     */
    public static List<ContentKey> lacking(List<KeyRecord> records, KeyRing there, KeyRing wanted) throws HasOthers {
        int has = there.keys().size();
        int needs = wanted.keys().size();
        if (records.size() > has
                || has > needs + 1
                || (has > 0 && !there.subject().equals(wanted.subject()))) {
            throw new HasOthers();
        }
        for (int i = 0; i < Math.min(has, needs); i++) {
            if (!isSame(there.keys().get(i), wanted.keys().get(i))) {
                throw new HasOthers();
            }
        }
        if (has > needs) {
            return List.of();
        }
        List<ContentKey> lacking = new ArrayList<>(wanted.keys().subList(has, needs));
        lacking.add(Wrapping.fresh(needs == 0 ? 1 : wanted.keys().getLast().number() + 1));
        return lacking;
    }

    /** Whether a room that has these can have those, too. */
    public static boolean isPossible(List<KeyRecord> records, KeyRing there, KeyRing wanted) {
        try {
            var unused = lacking(records, there, wanted);
            return true;
        } catch (HasOthers e) {
            return false;
        }
    }

    private static boolean isSame(ContentKey one, ContentKey other) {
        return one.number() == other.number() && Arrays.equals(one.secret(), other.secret());
    }

    /** The records that it lacks to have exactly these. */
    public static List<KeyRecord> lacking(List<KeyRecord> records, List<KeyRecord> wanted) throws HasOthers {
        if (records.size() > wanted.size()) {
            throw new HasOthers();
        }
        for (int i = 0; i < records.size(); i++) {
            if (!Arrays.equals(records.get(i).toBytes(), wanted.get(i).toBytes())) {
                throw new HasOthers();
            }
        }
        return wanted.subList(records.size(), wanted.size());
    }
}
