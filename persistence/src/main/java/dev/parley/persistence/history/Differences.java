package dev.parley.persistence.history;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.type.Event;
import dev.parley.core.engine.type.SharedType;
import dev.parley.core.event.Frame;
import dev.parley.core.event.RoomEvent;
import dev.parley.persistence.history.Difference.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes differences out of events, by putting what they bring into a document and looking at what that does. What a root is, shows
 * when it holds something for the first time: all of that is new then, and from then on it is watched.
 */
final class Differences {
    private Doc doc;
    private final Set<String> watched = new HashSet<>();
    private final List<Part> found = new ArrayList<>();

    /** What happened to a part of the document, as long as nobody is named for it. */
    private record Part(List<Object> where, List<Step> steps) {}

    /** Starts with a document, which it takes. */
    Differences(Doc doc) {
        this.doc = doc;
        doc.askForRoots();
        doc.roots().forEach(this::watch);
    }

    /** What the next event did. */
    List<Difference> of(Entry entry) throws Damaged {
        var event = entry.event();
        if (event == null) {
            throw unreadable(entry.frame(), String.valueOf(entry.fault()));
        }
        try {
            return of(entry.frame(), event);
        } catch (MalformedInput e) {
            throw unreadable(entry.frame(), String.valueOf(e.getMessage()));
        }
    }

    private static Damaged unreadable(Frame frame, String why) {
        return new Damaged("event " + frame.sequence() + " cannot be read: " + why);
    }

    private List<Difference> of(Frame frame, RoomEvent event) throws MalformedInput {
        List<Difference> all = new ArrayList<>();
        switch (event) {
            case RoomEvent.Applied e -> {
                for (var change : e.changes()) {
                    add(all, frame, List.of(change.author()), change.update());
                }
            }
            case RoomEvent.Forked e -> {
                all.add(ofTheRoom(frame, e, new Step.Forked(e.room(), e.sequence())));
                add(all, frame, e.authors(), e.state());
            }
            case RoomEvent.Condensed e -> {
                all.add(ofTheRoom(frame, e, new Step.Condensed()));
                add(all, frame, e.authors(), e.state());
            }
            case RoomEvent.Imported e -> all.add(ofTheRoom(frame, e, new Step.Imported(e.room())));
            case RoomEvent.Restored e -> all.add(ofTheRoom(frame, e, new Step.Restored()));
            case RoomEvent.Erased e -> {
                all.add(ofTheRoom(frame, e, new Step.Erased()));
                doc = Doc.withClientId(0);
                watched.clear();
            }
            case RoomEvent.AccessChanged e -> {}
            case RoomEvent.BotInstalled e -> {}
            case RoomEvent.BotRemoved e -> {}
            case RoomEvent.ToolCallStarted e -> {}
            case RoomEvent.ToolCallEnded e -> {}
            case RoomEvent.Executed e -> {}
        }
        return all;
    }

    private static Difference ofTheRoom(Frame frame, RoomEvent event, Step step) {
        return new Difference(frame, event.authors(), List.of(), List.of(step));
    }

    private void add(List<Difference> all, Frame frame, List<String> authors, byte[] update) throws MalformedInput {
        found.clear();
        doc.apply(update, UpdateFormat.V1, null, Limits.trusted());
        doc.askForRoots();
        doc.roots().forEach((name, root) -> {
            if (!watched.contains(name)) {
                find(List.of(name), Steps.to(root));
                watch(name, root);
            }
        });
        found.forEach(part -> all.add(new Difference(frame, authors, part.where(), part.steps())));
    }

    private void watch(String name, SharedType root) {
        watched.add(name);
        root.observeDeep(events -> events.forEach(event -> find(whereIs(name, event), Steps.of(event))));
    }

    private static List<Object> whereIs(String root, Event event) {
        List<Object> where = new ArrayList<>();
        where.add(root);
        where.addAll(event.path());
        return where;
    }

    private void find(List<Object> where, List<Step> steps) {
        if (!steps.isEmpty()) {
            found.add(new Part(where, steps));
        }
    }
}
