package dev.parley.node.command;

import akka.stream.javadsl.Sink;
import dev.parley.core.access.RoomName;
import dev.parley.core.engine.lib0.Any;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.history.Damaged;
import dev.parley.persistence.history.Entry;
import dev.parley.persistence.history.Gone;
import dev.parley.persistence.history.When;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley history}: what happened in a room, what was in it at a moment, or what changed between two. */
final class HistoryCommand implements RoomCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** As wide as what the first has room for: a number up to a million, a time, the longest kind, a page of bytes. */
    private static final String ROW = "%7s  %-24s  %-17s  %9s  %-12s  %s\n";

    private static final int HASH_SHOWN = 6;

    private final PositionalParamSpec room = Arguments.room();
    private final OptionSpec at = option("--at", "WHEN", "What was in it then: after this event, or at this time.")
            .type(When.class)
            .converters(text -> Arguments.converted(When::parse, text))
            .build();
    private final OptionSpec between = option("--between", "A..B", "What changed after A and up to B, both like WHEN.")
            .type(Span.class)
            .converters(text -> Arguments.converted(Span::parse, text))
            .build();
    private final OptionSpec from = number("--from", "The first event to list (1).");
    private final OptionSpec to = number("--to", "The last event to list.");
    private final OptionSpec limit = number("--limit", "List so many at most.");
    private final OptionSpec json = OptionSpec.builder("--json")
            .type(boolean.class)
            .arity("0")
            .description("For programs: an object a line.")
            .build();

    private record Span(When from, When to) {
        static Span parse(String text) {
            int dots = text.indexOf("..");
            if (dots < 0) {
                throw new IllegalArgumentException("'" + text + "' is not two moments such as 3..7");
            }
            var span = new Span(When.parse(text.substring(0, dots)), When.parse(text.substring(dots + 2)));
            if (span.goesBack()) {
                throw new IllegalArgumentException("'" + text + "' goes back: the earlier moment comes first");
            }
            return span;
        }

        /** A number and a time can be compared only in a room; there, nothing has changed between the two. */
        private boolean goesBack() {
            return switch (from) {
                case When.After(long first) -> to instanceof When.After(long last) && last < first;
                case When.At(var first) -> to instanceof When.At(var last) && last.isBefore(first);
            };
        }
    }

    private static OptionSpec.Builder option(String name, String value, String description) {
        return OptionSpec.builder(name).paramLabel(value).description(description);
    }

    private static OptionSpec number(String name, String description) {
        return option(name, "N", description)
                .type(Long.class)
                .converters(text -> Arguments.converted(HistoryCommand::positive, text))
                .build();
    }

    private static Long positive(String text) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // It is none, as it is if it is too small.
        }
        throw new IllegalArgumentException("'" + text + "' is not a number from 1 on");
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "Lists what happened in a room, or tells what was in it at a moment.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(room, at, between, from, to, limit, json);
    }

    @Override
    public @Nullable String fault() {
        boolean lists = from.getValue() != null || to.getValue() != null || limit.getValue() != null;
        if (at.getValue() != null && between.getValue() != null) {
            return "--at and --between are two questions: ask one of them";
        }
        return lists && (at.getValue() != null || between.getValue() != null)
                ? "--from, --to and --limit are for the list: they don't go with --at or --between"
                : null;
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        RoomName name = room.getValue();
        @Nullable When moment = at.getValue();
        @Nullable Span span = between.getValue();
        try {
            if (isEmpty(stores, name)) {
                terminal.complain(
                        "There is no room '" + Shown.line(name.value()) + "', or nothing has happened in it.");
                return 1;
            }
            if (moment != null) {
                content(stores, terminal, name, moment);
            } else if (span != null) {
                changes(stores, terminal, name, span);
            } else {
                list(stores, terminal, name);
            }
            return 0;
        } catch (Gone e) {
            terminal.complain(
                    "Of '" + Shown.line(name.value()) + "' this cannot be told any more: " + e.getMessage() + ".");
            return 1;
        } catch (Damaged e) {
            terminal.complain("The history of '" + Shown.line(name.value()) + "' is damaged: "
                    + Shown.line(String.valueOf(e.getMessage())) + ".");
            return 1;
        }
    }

    private static boolean isEmpty(Stores stores, RoomName room) throws IOException, Damaged {
        return stores.history().highest(room) == 0
                && stores.await(stores.history()
                                .links(room, 1, Long.MAX_VALUE)
                                .runWith(Sink.headOption(), stores.materializer()))
                        .isEmpty();
    }

    private boolean isForPrograms() {
        return Boolean.TRUE.equals(json.getValue());
    }

    private void list(Stores stores, Terminal terminal, RoomName name) throws IOException, Damaged {
        if (!isForPrograms()) {
            terminal.say(ROW.formatted("NUMBER", "TIME", "KIND", "BYTES", "HASH", "AUTHORS"));
        }
        var entries = stores.history()
                .range(name, given(from, 1), given(to, Long.MAX_VALUE))
                .take(given(limit, Long.MAX_VALUE));
        stores.each(entries, entry -> terminal.say(isForPrograms() ? object(entry) : row(entry)));
    }

    private static long given(OptionSpec number, long otherwise) {
        @Nullable Long value = number.getValue();
        return value == null ? otherwise : value;
    }

    private static String row(Entry entry) {
        var frame = entry.frame();
        return ROW.formatted(
                frame.sequence(),
                time(frame.time()),
                Shown.line(frame.kind()),
                entry.bytes(),
                HexFormat.of().formatHex(entry.hash(), 0, HASH_SHOWN),
                entry.event() == null
                        ? "?"
                        : Shown.line(String.join(", ", entry.event().authors())));
    }

    private static String object(Entry entry) {
        var frame = entry.frame();
        List<String> authors = entry.event() == null ? List.of() : entry.event().authors();
        Map<String, Any> members = new LinkedHashMap<>();
        members.put("sequence", Any.of(frame.sequence()));
        members.put("time", Any.of(time(frame.time())));
        members.put("author", author(authors));
        members.put("authors", Any.of(authors));
        members.put("kind", Any.of(frame.kind()));
        members.put("bytes", Any.of(entry.bytes()));
        members.put("hash", Any.of(HexFormat.of().formatHex(entry.hash())));
        return JsonText.line(new Any.Obj(members)) + "\n";
    }

    private void content(Stores stores, Terminal terminal, RoomName name, When when) throws IOException, Damaged {
        var moment = stores.await(stores.history().at(name, when));
        moment.doc().askForRoots();
        // By name: a document that was read from a checkpoint has them in another order than one that was read from its
        // events.
        var roots = new TreeMap<>(moment.doc().roots());
        if (isForPrograms()) {
            Map<String, Any> members = new LinkedHashMap<>();
            roots.forEach((root, type) -> members.put(root, type.toJson()));
            terminal.say(JsonText.line(new Any.Obj(members)) + "\n");
        } else {
            for (var root : roots.entrySet()) {
                terminal.say("[" + Shown.line(root.getKey()) + "]\n"
                        + shown(root.getValue().toJson()) + "\n");
            }
        }
        if (moment.damage() != null) {
            throw new Damaged(moment.damage());
        }
    }

    private static String shown(Any content) {
        return content instanceof Any.Str(var text) ? Shown.lines(text) : JsonText.pretty(content);
    }

    private void changes(Stores stores, Terminal terminal, RoomName name, Span span) throws IOException, Damaged {
        stores.each(
                stores.history().between(name, span.from(), span.to()),
                difference -> terminal.say(isForPrograms() ? Changes.object(difference) : Changes.lines(difference)));
    }

    /** All of them in one text; null if it was nobody. */
    static Any author(List<String> authors) {
        return authors.isEmpty() ? Any.NULL : Any.of(String.join(", ", authors));
    }

    /** Always with milliseconds, so that columns stay columns. */
    static String time(Instant time) {
        return TIME.format(time);
    }
}
