package dev.parley.edge.ops;

import dev.parley.edge.socket.CloseCode;
import dev.parley.edge.socket.SocketMeters;
import dev.parley.rooms.room.Refusal;
import dev.parley.rooms.room.RoomMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a node counts. Labels are from fixed sets: a room's or a person's name in one would cost memory for ever, and
 * tell operators what is none of their business.
 */
public final class Meters implements RoomMeters, SocketMeters, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private final AtomicInteger rooms = gauge("parley.rooms.open", "Rooms in this node's memory");
    private final AtomicInteger seats = gauge("parley.seats.taken", "Seats in this node's rooms");
    private final AtomicInteger sockets = gauge("parley.sockets.open", "Open WebSockets");
    private final Timer journal = Timer.builder("parley.journal.batches")
            .description("Batches of changes, from the lobby's handing over to the journal's confirmation")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    private final DistributionSummary batchSize = DistributionSummary.builder("parley.journal.batch.changes")
            .description("Changes in one batch")
            .register(registry);
    private final Counter changeBytes = counter("parley.journal.changes", "bytes", "Updates in the journal");
    private final Counter received = counter("parley.sockets.received", "bytes", "Messages of clients");
    private final Counter sent = counter("parley.sockets.sent", "bytes", "Messages to clients");
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);

    public Meters() {
        for (var reason : Refusal.values()) {
            refusals.put(reason, labelled("parley.refusals", "What rooms refused", "reason", reason));
        }
        for (var code : CloseCode.values()) {
            closed.put(code, labelled("parley.sockets.closed", "Sockets closed from our side", "code", code));
        }
    }

    /** The JVM's own figures, added apart because finding them takes a while that a start should not wait for. */
    public void watchJvm() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void roomOpened() {
        rooms.incrementAndGet();
    }

    @Override
    public void roomClosed() {
        rooms.decrementAndGet();
    }

    @Override
    public void seatTaken() {
        seats.incrementAndGet();
    }

    @Override
    public void seatLeft() {
        seats.decrementAndGet();
    }

    @Override
    public void batchJournaled(int changes, long bytes, Duration took) {
        journal.record(took);
        batchSize.record(changes);
        changeBytes.increment((double) bytes);
    }

    @Override
    public void refused(Refusal reason) {
        count(refusals.get(reason));
    }

    @Override
    public void opened() {
        sockets.incrementAndGet();
    }

    @Override
    public void closed() {
        sockets.decrementAndGet();
    }

    @Override
    public void closedWith(CloseCode code) {
        count(closed.get(code));
    }

    @Override
    public void received(int bytes) {
        received.increment(bytes);
    }

    @Override
    public void sent(int bytes) {
        sent.increment(bytes);
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private AtomicInteger gauge(String name, String description) {
        var value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
        return value;
    }

    private Counter counter(String name, String unit, String description) {
        return Counter.builder(name).baseUnit(unit).description(description).register(registry);
    }

    private Counter labelled(String name, String description, String label, Enum<?> value) {
        return Counter.builder(name)
                .description(description)
                .tag(label, value.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
