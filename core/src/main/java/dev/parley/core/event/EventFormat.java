package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of each kind of event. What happens often has a form of its own; all else is an object with named members
 * ({@link Members}), of which a reader takes those that it knows.
 *
 * <pre>
 * applied 2 = count:varUint  count × ( author:varString  connection:varString  origin:varString  age:varUint  update:varBytes )
 * applied 1 = count:varUint  count × ( author:varString  connection:varString  update:varBytes )
 * </pre>
 *
 * The age of a change is how many milliseconds it came before its event.
 */
final class EventFormat {
    static final String CONDENSED = "condensed";
    static final String ERASED = "erased";
    static final String RESTORED = "restored";

    private static final String APPLIED = "applied";

    /** The least that a change takes: three lengths. */
    private static final int SMALLEST_CHANGE = 3;

    /** What an event is called, and by which version of its fields it is written today. */
    record Kind(String name, long version) {}

    private EventFormat() {}

    static Kind kindOf(RoomEvent event) {
        return switch (event) {
            case RoomEvent.Applied e -> new Kind(APPLIED, 2);
            case RoomEvent.Forked e -> new Kind("forked", 1);
            case RoomEvent.Imported e -> new Kind("imported", 1);
            case RoomEvent.Restored e -> new Kind(RESTORED, 1);
            case RoomEvent.Condensed e -> new Kind(CONDENSED, 1);
            case RoomEvent.Erased e -> new Kind(ERASED, 1);
            case RoomEvent.AccessChanged e -> new Kind("access-changed", 1);
            case RoomEvent.BotInstalled e -> new Kind("bot-installed", 1);
            case RoomEvent.BotRemoved e -> new Kind("bot-removed", 1);
            case RoomEvent.ToolCallStarted e -> new Kind("tool-call-started", 1);
            case RoomEvent.ToolCallEnded e -> new Kind("tool-call-ended", 1);
            case RoomEvent.Executed e -> new Kind("executed", 1);
        };
    }

    static byte[] write(RoomEvent event) {
        var out = new Encoder();
        switch (event) {
            case RoomEvent.Applied e -> writeApplied(out, e);
            case RoomEvent.Forked e ->
                new Members()
                        .with("author", e.author())
                        .with("room", e.room())
                        .with("sequence", e.sequence())
                        .with("state", e.state())
                        .write(out);
            case RoomEvent.Imported e ->
                new Members()
                        .with("author", e.author())
                        .with("room", e.room())
                        .with("hash", e.hash())
                        .write(out);
            case RoomEvent.Restored e ->
                new Members().with("author", e.author()).write(out);
            case RoomEvent.Condensed e ->
                new Members()
                        .with("authors", e.authors())
                        .with("state", e.state())
                        .write(out);
            case RoomEvent.Erased e -> new Members().with("author", e.author()).write(out);
            case RoomEvent.AccessChanged e ->
                new Members()
                        .with("author", e.author())
                        .withGrants("grants", e.grants())
                        .write(out);
            case RoomEvent.BotInstalled e ->
                new Members()
                        .with("author", e.author())
                        .with("bot", e.bot())
                        .with("definition", e.definition())
                        .write(out);
            case RoomEvent.BotRemoved e ->
                new Members().with("author", e.author()).with("bot", e.bot()).write(out);
            case RoomEvent.ToolCallStarted e ->
                new Members()
                        .with("author", e.author())
                        .with("key", e.key())
                        .with("tool", e.tool())
                        .with("arguments", e.arguments())
                        .write(out);
            case RoomEvent.ToolCallEnded e ->
                new Members()
                        .with("key", e.key())
                        .with("outcome", e.outcome())
                        .with("result", e.result())
                        .write(out);
            case RoomEvent.Executed e ->
                new Members()
                        .with("author", e.author())
                        .with("key", e.key())
                        .with("execution", e.execution())
                        .write(out);
        }
        return out.takeBytes();
    }

    static RoomEvent read(Frame frame, byte[] fields) throws MalformedInput {
        var in = new Decoder(fields);
        var event = readEvent(frame, in);
        if (in.hasMore()) {
            throw new MalformedInput("an event with " + in.remaining() + " bytes behind its end");
        }
        return event;
    }

    private static RoomEvent readEvent(Frame frame, Decoder in) throws MalformedInput {
        var time = frame.time();
        return switch (frame.kind() + " " + frame.version()) {
            case "applied 1" -> readApplied(time, in, false);
            case "applied 2" -> readApplied(time, in, true);
            case "forked 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.Forked(
                        time, m.text("author"), m.text("room"), m.number("sequence"), m.bytes("state"));
            }
            case "imported 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.Imported(time, m.text("author"), m.text("room"), m.bytes("hash"));
            }
            case "restored 1" -> new RoomEvent.Restored(time, Members.read(in).text("author"));
            case "condensed 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.Condensed(time, m.texts("authors"), m.bytes("state"));
            }
            case "erased 1" -> new RoomEvent.Erased(time, Members.read(in).text("author"));
            case "access-changed 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.AccessChanged(time, m.text("author"), m.grants("grants"));
            }
            case "bot-installed 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.BotInstalled(time, m.text("author"), m.text("bot"), m.object("definition"));
            }
            case "bot-removed 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.BotRemoved(time, m.text("author"), m.text("bot"));
            }
            case "tool-call-started 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.ToolCallStarted(
                        time, m.text("author"), m.text("key"), m.text("tool"), m.object("arguments"));
            }
            case "tool-call-ended 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.ToolCallEnded(time, m.text("key"), m.text("outcome"), m.object("result"));
            }
            case "executed 1" -> {
                var m = Members.read(in);
                yield new RoomEvent.Executed(time, m.text("author"), m.text("key"), m.object("execution"));
            }
            default ->
                throw new MalformedInput(
                        "an event of a kind and version that this release doesn't know: " + frame.version());
        };
    }

    private static void writeApplied(Encoder out, RoomEvent.Applied event) {
        out.writeVarUint(event.changes().size());
        for (var change : event.changes()) {
            out.writeVarString(change.author());
            out.writeVarString(change.connection());
            out.writeVarString(change.origin());
            out.writeVarUint(
                    Math.max(0, event.time().toEpochMilli() - change.time().toEpochMilli()));
            out.writeVarBytes(change.update());
        }
    }

    private static RoomEvent.Applied readApplied(Instant time, Decoder in, boolean withOrigin) throws MalformedInput {
        long count = in.readVarUint();
        if (count > in.remaining() / SMALLEST_CHANGE) {
            throw new MalformedInput("an event that claims " + count + " changes in " + in.remaining() + " bytes");
        }
        List<Change> changes = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            var author = in.readVarString();
            var connection = in.readVarString();
            var origin = withOrigin ? in.readVarString() : "";
            long age = withOrigin ? in.readVarUint() : 0;
            changes.add(new Change(author, connection, origin, time.minusMillis(age), in.readVarBytes()));
        }
        return new RoomEvent.Applied(time, changes);
    }
}
