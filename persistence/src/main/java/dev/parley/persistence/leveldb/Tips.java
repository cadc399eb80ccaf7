package dev.parley.persistence.leveldb;

import dev.parley.core.engine.MalformedInput;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where a room's events end, from what is left of it in the database and from the witness. */
final class Tips {
    private static final Logger LOG = LoggerFactory.getLogger(Tips.class);

    private final Database database;
    private final Witness witness;

    Tips(Database database, Witness witness) {
        this.database = database;
        this.witness = witness;
    }

    /** Never below a number that was acknowledged, as far as either of the two places knows. */
    Tip of(String persistenceId) throws Database.Unreadable {
        long told = witness.highest(persistenceId);
        try {
            return inDatabase(persistenceId).atLeast(told);
        } catch (Database.Unreadable e) {
            if (told == 0) {
                throw e;
            }
            return Tip.NONE.atLeast(told);
        }
    }

    /** What the database alone says. */
    Tip inDatabase(String persistenceId) throws Database.Unreadable {
        var key = Keys.tip(persistenceId);
        try {
            var value = database.get(key);
            return value == null ? withoutTip(persistenceId) : Tip.read(key, value);
        } catch (MalformedInput | Database.Unreadable e) {
            LOG.warn(
                    "Where the events of '{}' end was not readable, so the last of them tells: {}",
                    persistenceId,
                    e.getMessage());
            return ofLastEvent(persistenceId);
        }
    }

    /** Without a tip a room is new, unless events say otherwise; damage where its own would lie is that of its neighbours. */
    private Tip withoutTip(String persistenceId) {
        try {
            return ofLastEvent(persistenceId);
        } catch (Database.Unreadable e) {
            LOG.warn("'{}' is taken for new, beside a damaged part of the journal: {}", persistenceId, e.getMessage());
            return Tip.NONE;
        }
    }

    private Tip ofLastEvent(String persistenceId) throws Database.Unreadable {
        var behind = Keys.event(persistenceId, Long.MAX_VALUE);
        var last = database.before(behind);
        if (last == null || !Keys.sameName(last.getKey(), behind)) {
            return Tip.NONE;
        }
        return Tip.NONE.atLeast(Keys.number(last.getKey()));
    }

    /**
     * The room that comes after this one in the order of the keys, or the first; null behind the last. One of which nothing but
     * the witness knows any more is a room as well: else nobody would hear that it is lost.
     */
    @Nullable
    String roomAfter(@Nullable String persistenceId) throws Database.Unreadable {
        var tip = persistenceId == null ? Keys.firstTip() : behind(Keys.tip(persistenceId));
        var event = persistenceId == null ? Keys.firstEvent() : behind(Keys.event(persistenceId, Long.MAX_VALUE));
        var lost = witness.lostAfter(persistenceId);
        try {
            return earlier(earlier(nameFrom(tip), nameFrom(event)), lost);
        } catch (Database.Unreadable e) {
            // A damaged block on one of the two ways: the other one leads on.
            LOG.warn("Rooms are looked for around a damaged part of the journal: {}", e.getMessage());
            return earlier(eitherFrom(tip, event), lost);
        }
    }

    private @Nullable String eitherFrom(byte[] tip, byte[] event) throws Database.Unreadable {
        try {
            return nameFrom(tip);
        } catch (Database.Unreadable e) {
            return nameFrom(event);
        }
    }

    private static @Nullable String earlier(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Arrays.compareUnsigned(Keys.tip(one), Keys.tip(other)) <= 0 ? one : other;
    }

    private static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private @Nullable String nameFrom(byte[] from) throws Database.Unreadable {
        var found = new AtomicReference<@Nullable String>();
        database.scan(from, (key, value) -> {
            if (key[0] == from[0] && (Keys.isEvent(key) || Keys.isTip(key))) {
                found.set(Keys.name(key));
            }
            return false;
        });
        return found.get();
    }
}
