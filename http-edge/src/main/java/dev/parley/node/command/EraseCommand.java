package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import dev.parley.node.admin.Terminal;
import dev.parley.persistence.history.Damaged;
import dev.parley.rooms.room.Erasure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code parley erase}: a room with its whole past, for good. */
final class EraseCommand implements RoomCommand {
    private final PositionalParamSpec room = Arguments.room();
    private final OptionSpec yes = OptionSpec.builder("--yes")
            .type(boolean.class)
            .arity("0")
            .description("Do it. Without this, nothing is done.")
            .build();

    @Override
    public String name() {
        return "erase";
    }

    @Override
    public String description() {
        return "Erases a room: what is in it, its whole history, and the keys that open it. What was exported or backed up stays where"
                + " it is, and a client that is connected keeps its own copy of the room and may bring it back.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(room, yes);
    }

    @Override
    public @Nullable String fault() {
        return Boolean.TRUE.equals(yes.getValue())
                ? null
                : "This would erase what is in the room '" + Shown.line(nameOf().value())
                        + "', its whole history and its keys, for good; add --yes to do it";
    }

    @Override
    public int run(Stores stores, Terminal terminal) throws IOException {
        var subject = "The room '" + Shown.line(nameOf().value()) + "'";
        try {
            switch (stores.await(stores.erasing().erase(nameOf(), Arguments.OPERATOR))) {
                case Erasure.Done done -> {
                    terminal.say(subject + " is erased.\n");
                    return 0;
                }
                case Erasure.Unfinished unfinished ->
                    terminal.complain(subject + " is erased, but something is left; run the command again. "
                            + Shown.line(unfinished.why()));
                case Erasure.NotDone notDone ->
                    terminal.complain(subject + " is not erased. " + Shown.line(notDone.why()));
                case Erasure.NothingThere nothing -> terminal.complain(subject + " has no history.");
            }
            return 1;
        } catch (Damaged e) {
            throw new IllegalStateException("a room is erased though it is damaged", e);
        }
    }

    private RoomName nameOf() {
        return room.getValue();
    }
}
