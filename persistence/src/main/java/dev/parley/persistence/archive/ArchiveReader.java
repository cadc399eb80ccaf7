package dev.parley.persistence.archive;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads an archive from its beginning to its end, event by event. */
final class ArchiveReader implements AutoCloseable {
    private final DataInputStream in;
    private final ArchiveHeader header;
    private @Nullable Section end;

    ArchiveReader(InputStream stream) throws IOException, MalformedInput {
        in = new DataInputStream(new BufferedInputStream(stream));
        if (!Arrays.equals(in.readNBytes(Section.MAGIC.length), Section.MAGIC)) {
            throw new MalformedInput("a file that is not an archive of a room, or one of a later release");
        }
        var first = Section.read(in);
        if (first.type() != Section.Type.HEADER) {
            throw new MalformedInput("an archive without a header");
        }
        header = ArchiveHeader.read(first.bytes());
    }

    ArchiveHeader header() {
        return header;
    }

    /** Null when the end has come, which was the end of what was written. */
    @Nullable
    Link next() throws IOException, MalformedInput {
        var section = Section.read(in);
        return switch (section.type()) {
            case EVENT -> Link.stored(section.bytes());
            case HEADER -> throw new MalformedInput("an archive with two headers");
            case ROOM, FILED, ROOM_END -> throw new MalformedInput("an archive with a part of a backup");
            case END -> {
                end = section;
                if (in.read() >= 0) {
                    throw new MalformedInput("an archive with something behind its end");
                }
                yield null;
            }
        };
    }

    /** Whether the archive says that this was the last event; to be asked behind its end. */
    boolean endsWith(Head head) {
        return end != null && Arrays.equals(end.bytes(), head.hash());
    }

    static Section end(Head head) {
        return new Section(Section.Type.END, head.hash());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
