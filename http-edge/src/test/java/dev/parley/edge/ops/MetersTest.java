package dev.parley.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.edge.socket.CloseCode;
import dev.parley.rooms.room.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetersTest {
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private final Meters meters = new Meters();

    @AfterEach
    void close() {
        meters.close();
    }

    /** Operators' dashboards and alarms are made of these names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "parley_rooms_open",
                "parley_seats_taken",
                "parley_sockets_open",
                "parley_sockets_received_bytes_total",
                "parley_sockets_sent_bytes_total",
                "parley_sockets_closed_total{code=\"try_again\"}",
                "parley_journal_batches_seconds_count",
                "parley_journal_batch_changes_count",
                "parley_journal_changes_bytes_total",
                "parley_refusals_total{reason=\"read_only\"}",
            })
    void each_name_is_there_from_the_start_at_nought(String name) {
        assertThat(valueOf(name)).isZero();
    }

    @Test
    void the_figures_of_the_jvm_come_when_they_are_asked_for() {
        meters.watchJvm();

        assertThat(meters.scrape())
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads ")
                .contains("process_cpu_usage ");
    }

    @Nested
    class Rooms_count {

        @Test
        void themselves_as_long_as_they_are_open() {
            meters.roomOpened();
            meters.roomOpened();
            meters.roomClosed();

            assertThat(valueOf("parley_rooms_open")).isEqualTo(1);
        }

        @Test
        void their_seats_as_long_as_they_are_taken() {
            meters.seatTaken();
            meters.seatTaken();
            meters.seatLeft();

            assertThat(valueOf("parley_seats_taken")).isEqualTo(1);
        }

        @Test
        void what_reaches_the_journal_and_how_long_it_takes() {
            meters.batchJournaled(3, 700, Duration.ofMillis(250));
            meters.batchJournaled(1, 10, Duration.ofMillis(250));

            assertThat(valueOf("parley_journal_batches_seconds_count")).isEqualTo(2);
            assertThat(valueOf("parley_journal_batches_seconds_sum")).isEqualTo(0.5);
            assertThat(valueOf("parley_journal_batch_changes_sum")).isEqualTo(4);
            assertThat(valueOf("parley_journal_changes_bytes_total")).isEqualTo(710);
        }

        @ParameterizedTest
        @EnumSource
        void what_they_refuse_by_its_reason(Refusal reason) {
            meters.refused(reason);

            assertThat(valueOf("parley_refusals_total{reason=\"" + label(reason) + "\"}"))
                    .isEqualTo(1);
        }
    }

    @Nested
    class Sockets_count {

        @Test
        void themselves_as_long_as_they_are_open() {
            meters.opened();
            meters.opened();
            meters.closed();

            assertThat(valueOf("parley_sockets_open")).isEqualTo(1);
        }

        @Test
        void the_bytes_that_they_receive_and_send() {
            meters.received(70);
            meters.received(7);
            meters.sent(5);

            assertThat(valueOf("parley_sockets_received_bytes_total")).isEqualTo(77);
            assertThat(valueOf("parley_sockets_sent_bytes_total")).isEqualTo(5);
        }

        @ParameterizedTest
        @EnumSource
        void their_ends_from_our_side_by_their_code(CloseCode code) {
            meters.closedWith(code);

            assertThat(valueOf("parley_sockets_closed_total{code=\"" + label(code) + "\"}"))
                    .isEqualTo(1);
        }
    }

    /** A new label has to be put down here, by somebody who has asked where its values come from. */
    @Test
    void every_label_has_its_values_from_a_fixed_set() {
        meters.watchJvm();
        for (var reason : Refusal.values()) {
            meters.refused(reason);
        }
        for (var code : CloseCode.values()) {
            meters.closedWith(code);
        }
        meters.batchJournaled(1, 1, Duration.ofMillis(1));

        Set<String> labels = new TreeSet<>();
        LABEL.matcher(meters.scrape()).results().forEach(label -> labels.add(label.group(1)));

        assertThat(labels).isSubsetOf("action", "area", "cause", "code", "gc", "id", "le", "reason", "state");
    }

    private double valueOf(String name) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
