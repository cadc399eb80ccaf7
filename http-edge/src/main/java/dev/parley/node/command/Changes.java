package dev.parley.node.command;

import dev.parley.core.engine.lib0.Any;
import dev.parley.persistence.history.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who changed what and where, in words and as JSON. */
final class Changes {
    private Changes() {}

    /** For people: a line for each step. */
    static String lines(Difference difference) {
        var frame = difference.frame();
        var lines = new StringBuilder();
        for (var step : difference.steps()) {
            lines.append("%7d  %s  %s  %s: %s\n"
                    .formatted(
                            frame.sequence(),
                            HistoryCommand.time(frame.time()),
                            Shown.line(String.join(", ", difference.authors())),
                            place(difference.where()),
                            sentence(step)));
        }
        return lines.toString();
    }

    private static String place(List<Object> where) {
        return where.isEmpty()
                ? "the room"
                : Shown.line(
                        String.join("/", where.stream().map(String::valueOf).toList()));
    }

    private static String sentence(Difference.Step step) {
        return switch (step) {
            case Difference.Step.Inserted s ->
                "inserted " + JsonText.line(s.content()) + " at " + s.at() + formats(s.attributes());
            case Difference.Step.Deleted s -> "deleted " + s.length() + " at " + s.at();
            case Difference.Step.Formatted s -> "formatted " + s.length() + " at " + s.at() + formats(s.attributes());
            case Difference.Step.Set s -> "set " + JsonText.line(Any.of(s.key())) + " to " + JsonText.line(s.value());
            case Difference.Step.Removed s -> "removed " + JsonText.line(Any.of(s.key()));
            case Difference.Step.Forked s -> "began as '" + Shown.line(s.room()) + "' was after event " + s.sequence();
            case Difference.Step.Imported s ->
                "came out of a file up to here, as the history of '" + Shown.line(s.room()) + "'";
            case Difference.Step.Restored s -> "came back from a backup";
            case Difference.Step.Condensed s -> "was merged up to here; what is left of that:";
            case Difference.Step.Erased s -> "was erased, with all that was in it";
        };
    }

    /** Those that are put on, and those that are taken off, which have no value. */
    private static String formats(Map<String, Any> attributes) {
        Map<String, Any> on = new LinkedHashMap<>();
        List<String> off = new ArrayList<>();
        attributes.forEach((name, value) -> {
            if (value.equals(Any.NULL)) {
                off.add(JsonText.line(Any.of(name)));
            } else {
                on.put(name, value);
            }
        });
        return (on.isEmpty() ? "" : " with " + JsonText.line(new Any.Obj(on)))
                + (off.isEmpty() ? "" : " without " + String.join(", ", off));
    }

    /** For programs: a line for all of it. */
    static String object(Difference difference) {
        var frame = difference.frame();
        List<Any> steps = new ArrayList<>();
        difference.steps().forEach(step -> steps.add(object(step)));
        Map<String, Any> members = new LinkedHashMap<>();
        members.put("sequence", Any.of(frame.sequence()));
        members.put("time", Any.of(HistoryCommand.time(frame.time())));
        members.put("author", HistoryCommand.author(difference.authors()));
        members.put("authors", Any.of(difference.authors()));
        members.put("where", Any.of(difference.where()));
        members.put("steps", new Any.Arr(steps));
        return JsonText.line(new Any.Obj(members)) + "\n";
    }

    private static Any object(Difference.Step step) {
        Map<String, Any> members = new LinkedHashMap<>();
        switch (step) {
            case Difference.Step.Inserted s -> {
                members.put("step", Any.of("inserted"));
                members.put("at", Any.of(s.at()));
                members.put("content", s.content());
                if (!s.attributes().isEmpty()) {
                    members.put("attributes", new Any.Obj(s.attributes()));
                }
            }
            case Difference.Step.Deleted s -> {
                members.put("step", Any.of("deleted"));
                members.put("at", Any.of(s.at()));
                members.put("length", Any.of(s.length()));
            }
            case Difference.Step.Formatted s -> {
                members.put("step", Any.of("formatted"));
                members.put("at", Any.of(s.at()));
                members.put("length", Any.of(s.length()));
                members.put("attributes", new Any.Obj(s.attributes()));
            }
            case Difference.Step.Set s -> {
                members.put("step", Any.of("set"));
                members.put("key", Any.of(s.key()));
                members.put("value", s.value());
            }
            case Difference.Step.Removed s -> {
                members.put("step", Any.of("removed"));
                members.put("key", Any.of(s.key()));
            }
            case Difference.Step.Forked s -> {
                members.put("step", Any.of("forked"));
                members.put("room", Any.of(s.room()));
                members.put("sequence", Any.of(s.sequence()));
            }
            case Difference.Step.Imported s -> {
                members.put("step", Any.of("imported"));
                members.put("room", Any.of(s.room()));
            }
            case Difference.Step.Restored s -> members.put("step", Any.of("restored"));
            case Difference.Step.Condensed s -> members.put("step", Any.of("condensed"));
            case Difference.Step.Erased s -> members.put("step", Any.of("erased"));
        }
        return new Any.Obj(members);
    }
}
