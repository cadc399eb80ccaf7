package dev.parley.persistence.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.access.RoomName;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.event.Head;
import dev.parley.core.event.Link;
import dev.parley.persistence.archive.Section;
import dev.parley.persistence.moving.Filed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BackupFormatTest {
    private static final BackupFormat.Room ROOM =
            new BackupFormat.Room(new RoomName("küche"), new RoomName("kitchen"), 9);

    /** The checksums are right, so that what is inside is looked at. */
    @Property(tries = 2_000)
    void any_parts_at_all_are_read_or_refused(
            @ForAll @Size(max = 6) List<Section.Type> types, @ForAll @Size(max = 60) byte[] bytes) throws Exception {
        var out = new ByteArrayOutputStream();
        out.write(BackupFormat.MAGIC);
        ROOM.section().write(new DataOutputStream(out));
        for (var type : types) {
            new Section(type, bytes).write(new DataOutputStream(out));
        }

        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> readAll(out.toByteArray()));
    }

    @Property(tries = 500)
    void any_bytes_at_all_are_refused(@ForAll byte[] bytes) {
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> readAll(bytes));
    }

    @Test
    void a_room_that_is_left_out_is_missed() throws Exception {
        var out = new ByteArrayOutputStream();
        out.write(BackupFormat.MAGIC);
        new BackupFormat.End(1, 3).section().write(new DataOutputStream(out));

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> readAll(out.toByteArray()))
                .withMessage("a backup of 1 rooms with 3 events, in which there are 0 with 0");
    }

    @Test
    void an_event_that_is_left_out_is_missed() throws Exception {
        var out = new ByteArrayOutputStream();
        out.write(BackupFormat.MAGIC);
        var data = new DataOutputStream(out);
        ROOM.section().write(data);
        BackupFormat.section(new Filed(2, Link.stored(new byte[] {7}))).write(data);
        new BackupFormat.RoomEnd(2, Head.START).section().write(data);
        new BackupFormat.End(1, 2).section().write(data);

        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> readAll(out.toByteArray()))
                .withMessage("a backup in which a room's events are not those that were copied");
    }

    @Test
    void everything_is_read_as_it_was_written() throws Exception {
        assertThat(BackupFormat.Room.read(ROOM.section().bytes())).isEqualTo(ROOM);
        var end = new BackupFormat.RoomEnd(3, new Head(9, new byte[32]));
        assertThat(BackupFormat.RoomEnd.read(end.section().bytes())).isEqualTo(end);
        assertThat(BackupFormat.End.read(new BackupFormat.End(4, 5).section().bytes()))
                .isEqualTo(new BackupFormat.End(4, 5));
        var event = BackupFormat.event(BackupFormat.section(new Filed(7, Link.stored(new byte[] {1, 2})))
                .bytes());
        assertThat(event.number()).isEqualTo(7);
        assertThat(event.link().bytes()).containsExactly(1, 2);
    }

    private static void readAll(byte[] bytes) throws IOException, MalformedInput {
        try (var reader = new BackupReader(new ByteArrayInputStream(bytes))) {
            for (var room = reader.nextRoom(); room != null; room = reader.nextRoom()) {
                var event = room.next();
                while (event != null) {
                    event = room.next();
                }
            }
        }
    }
}
