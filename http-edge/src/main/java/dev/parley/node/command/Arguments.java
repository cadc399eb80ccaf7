package dev.parley.node.command;

import dev.parley.core.access.RoomName;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** What several commands are told in the same way. */
final class Arguments {
    /** Whoever may use a command may use all of the data folder: there is no login to name. */
    static final String OPERATOR = "operator";

    private Arguments() {}

    static PositionalParamSpec room() {
        return PositionalParamSpec.builder()
                .index("0")
                .paramLabel("ROOM")
                .type(RoomName.class)
                .converters(text -> converted(RoomName::of, text))
                .required(true)
                .description("The room's name, as plain text.")
                .build();
    }

    /** Where a backup is. */
    static PositionalParamSpec folder(String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .paramLabel("DIR")
                .type(Path.class)
                .required(true)
                .description(description)
                .build();
    }

    static OptionSpec keys(String description) {
        return OptionSpec.builder("--keys")
                .paramLabel("FILE")
                .type(Path.class)
                .description(description)
                .build();
    }

    static PositionalParamSpec file(String description) {
        return PositionalParamSpec.builder()
                .index("1")
                .paramLabel("FILE")
                .type(Path.class)
                .required(true)
                .description(description)
                .build();
    }

    /** What the value is, or else what is wrong with it, in words of ours. */
    static <T> T converted(ITypeConverter<T> converter, String text) {
        try {
            return converter.convert(text);
        } catch (Exception e) {
            throw new TypeConversionException(Shown.line(String.valueOf(e.getMessage())));
        }
    }
}
