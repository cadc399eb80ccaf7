package dev.parley.core.engine.type;

import dev.parley.core.engine.Transaction;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells observers what a transaction changed. Events are made only for those that somebody wants to hear of. */
public final class Dispatch {
    private final Transaction transaction;
    private final Ledger ledger;

    /** What is to be told, to those who observe deeply, by the type that they observe. */
    private final Map<Branch, List<Event>> deep = new LinkedHashMap<>();

    private final List<Runnable> calls = new ArrayList<>();

    private Dispatch(Transaction transaction) {
        this.transaction = transaction;
        this.ledger = transaction.ledger();
    }

    /** The calls to observers that are due, in order. One that fails must not keep the others from being made. */
    public static List<Runnable> of(Transaction transaction) {
        var dispatch = new Dispatch(transaction);
        dispatch.ledger.changed().forEach(dispatch::event);
        dispatch.deep.forEach(dispatch::callDeep);
        return dispatch.calls;
    }

    private void event(Branch branch, Set<@Nullable String> changed) {
        if (branch.deleted() || !branch.kindKnown()) {
            return;
        }
        Event event = null;
        var direct = Watchers.existing(branch);
        if (direct != null && !direct.direct().isEmpty()) {
            event = make(branch, changed);
            var told = event;
            direct.direct().forEach(observer -> calls.add(() -> observer.accept(told)));
        }
        List<Object> path = new ArrayList<>();
        for (Branch above = branch; above != null; above = holder(above)) {
            var watchers = Watchers.existing(above);
            if (watchers != null && !watchers.deep().isEmpty()) {
                event = event == null ? make(branch, changed) : event;
                deep.computeIfAbsent(above, b -> new ArrayList<>()).add(event.at(List.copyOf(path)));
            }
            var item = above.item();
            if (item != null) {
                path.add(0, item.key() != null ? item.key() : (Object) Place.indexOf(item));
            }
        }
    }

    private static @Nullable Branch holder(Branch branch) {
        var item = branch.item();
        return item == null ? null : item.branch();
    }

    private void callDeep(Branch branch, List<Event> events) {
        var watchers = Watchers.existing(branch);
        if (watchers == null || branch.deleted()) {
            return;
        }
        events.sort(Comparator.comparingInt(event -> event.path().size()));
        Consumer<Consumer<? super List<Event>>> call = observer -> {
            var told =
                    events.stream().filter(event -> !event.target().isDeleted()).toList();
            if (!told.isEmpty() && !branch.deleted()) {
                observer.accept(told);
            }
        };
        watchers.deep().forEach(observer -> calls.add(() -> call.accept(observer)));
    }

    private Event make(Branch branch, Set<@Nullable String> changed) {
        var keys = new LinkedHashMap<String, KeyChange>();
        for (var key : changed) {
            if (key != null) {
                var change = keyChange(branch, key);
                if (change != null) {
                    keys.put(key, change);
                }
            }
        }
        boolean isText = branch.kind().isText();
        boolean inList = changed.contains(null);
        List<Delta> delta = inList && isText ? new TextChanges(ledger).of(branch) : List.of();
        List<ListChange> list = inList && !isText ? listChanges(branch) : List.of();
        return new Event(transaction, Views.of(branch), List.of(), delta, list, keys);
    }

    private @Nullable KeyChange keyChange(Branch branch, String key) {
        var item = branch.entry(key);
        if (item == null) {
            return null;
        }
        if (!ledger.adds(item)) {
            return ledger.deletes(item) ? new KeyChange(KeyChange.Action.DELETE, Views.last(item)) : null;
        }
        Item before = item.left();
        while (before != null && ledger.adds(before)) {
            before = before.left();
        }
        boolean hadValue = before != null && ledger.deletes(before);
        @Nullable Value old = before != null && hadValue ? Views.last(before) : null;
        if (ledger.deletes(item)) {
            return hadValue ? new KeyChange(KeyChange.Action.DELETE, old) : null;
        }
        return new KeyChange(hadValue ? KeyChange.Action.UPDATE : KeyChange.Action.ADD, old);
    }

    private List<ListChange> listChanges(Branch branch) {
        List<ListChange> changes = new ArrayList<>();
        List<Value> inserted = new ArrayList<>();
        int retained = 0;
        int deleted = 0;
        for (Item item = branch.start(); item != null; item = item.right()) {
            boolean added = ledger.adds(item);
            boolean gone = item.isDeleted();
            if (gone && (added || !ledger.deletes(item))) {
                continue;
            }
            if (!inserted.isEmpty() && (gone || !added)) {
                changes.add(new ListChange.Insert(inserted));
                inserted.clear();
            }
            if (deleted > 0 && !gone) {
                changes.add(new ListChange.Delete(deleted));
                deleted = 0;
            }
            if (retained > 0 && (gone || added)) {
                changes.add(new ListChange.Retain(retained));
                retained = 0;
            }
            if (gone) {
                deleted += item.size();
            } else if (added) {
                Views.values(item, 0, item.size(), inserted::add);
            } else {
                retained += item.size();
            }
        }
        if (!inserted.isEmpty()) {
            changes.add(new ListChange.Insert(inserted));
        }
        if (deleted > 0) {
            changes.add(new ListChange.Delete(deleted));
        }
        return changes;
    }
}
