package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Head;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.archive.Verification;
import dev.parley.persistence.history.Damaged;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code parley verify}: whether all rooms are whole. What it says can be kept, and later rooms held against it. */
final class VerifyCommand implements RoomCommand {
    private static final String WHOLE = "whole";
    private static final String DAMAGED = "DAMAGED";
    private static final int HASH_DIGITS = 64;

    /** The longest line that it writes itself is shorter. */
    private static final int LONGEST_LINE = 2_000;

    private final OptionSpec against = OptionSpec.builder("--against")
            .paramLabel("FILE")
            .type(Path.class)
            .description("What it said earlier: each event that was a room's last then must still be there.")
            .build();

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String description() {
        return "Reads the whole journal and says of each room whether it is whole.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(against);
    }

    @Override
    public List<Path> inputs() {
        @Nullable Path file = against.getValue();
        return file == null ? List.of() : List.of(file);
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        try {
            Map<RoomName, Head> published = against.getValue() == null ? Map.of() : heads(terminal);
            int[] damaged = {0};
            stores.each(stores.verification().all(published), verdict -> {
                damaged[0] += verdict.faults().isEmpty() ? 0 : 1;
                tell(terminal, verdict);
            });
            if (damaged[0] > 0) {
                terminal.complain(damaged[0] == 1 ? "One room is damaged." : damaged[0] + " rooms are damaged.");
            }
            return damaged[0] == 0 ? 0 : 1;
        } catch (MalformedInput e) {
            terminal.complain("What is to be held against the rooms is not what parley verify says: "
                    + Shown.line(String.valueOf(e.getMessage())) + ".");
            return 1;
        } catch (Damaged e) {
            throw new IllegalStateException("a verdict tells of damage", e);
        }
    }

    private static void tell(Terminal terminal, Verification.Verdict verdict) throws IOException {
        var head = verdict.head();
        var faults = verdict.faults();
        terminal.say("%s\t%d\t%s\t%s\n"
                .formatted(
                        faults.isEmpty() ? WHOLE : DAMAGED,
                        head.sequence(),
                        HexFormat.of().formatHex(head.hash()),
                        verdict.room().value()));
        for (var fault : faults) {
            terminal.say("  " + Shown.line(fault) + "\n");
        }
    }

    /** The heads of what was said earlier; lines of damage are passed over. */
    private static Map<RoomName, Head> heads(Terminal terminal) throws IOException, MalformedInput {
        Map<RoomName, Head> heads = new HashMap<>();
        var lines = new BufferedReader(new InputStreamReader(terminal.input(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(WHOLE) || line.startsWith(DAMAGED)) {
                addHead(heads, line);
            } else if (!line.isBlank() && !line.startsWith(" ")) {
                throw new MalformedInput("a line begins with neither " + WHOLE + " nor " + DAMAGED);
            }
        }
        return heads;
    }

    private static void addHead(Map<RoomName, Head> heads, String line) throws MalformedInput {
        var parts = line.split("\t", 4);
        if (line.length() > LONGEST_LINE || parts.length < 4 || parts[2].length() != HASH_DIGITS) {
            throw new MalformedInput("a line has no number, hash and room");
        }
        try {
            heads.put(
                    RoomName.of(parts[3]),
                    new Head(Long.parseLong(parts[1]), HexFormat.of().parseHex(parts[2])));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("a line has no good number and hash");
        }
    }
}
