package dev.parley.edge.socket;

import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.http.impl.engine.ws.FrameEvent;
import akka.http.impl.engine.ws.FrameEvent$;
import akka.http.impl.engine.ws.FrameStart;
import akka.http.impl.engine.ws.Protocol;
import akka.http.impl.engine.ws.ProtocolException;
import akka.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.Inlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import dev.parley.core.engine.MalformedInput;
import dev.parley.rooms.connection.ClientMessage;
import dev.parley.rooms.connection.Connection;
import dev.parley.rooms.connection.Ending;
import dev.parley.rooms.connection.Outlet;
import dev.parley.rooms.connection.ServerMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * A WebSocket from its frames to its {@link Connection}, which it starts with the socket and which ends with it. It reads on
 * when the connection asks for more, answers pings, finds clients that have fallen silent, keeps those awake that count
 * messages, and closes with the right code.
 *
 * <p>Akka HTTP's public interface has no close codes, no pongs and no bound on a message. This class, and no other, uses the
 * frame interface beneath it, which is internal to Akka HTTP 10.5: a change of that version begins here.
 */
public final class SocketStage extends GraphStage<FlowShape<FrameEvent, FrameEvent>> {
    private static final byte[] NO_BYTES = {};
    private static final String HEARTBEAT = "heartbeat";
    private static final String MESSAGE_LATE = "message late";
    private static final String CLOSE_LATE = "close late";

    /** What all sockets of a node share. */
    public record Surroundings(
            ActorSystem<?> system, Connection.Surroundings connections, SocketLimits limits, SocketMeters meters) {}

    private final Inlet<FrameEvent> in = Inlet.create("frames in");
    private final akka.stream.Outlet<FrameEvent> out = akka.stream.Outlet.create("frames out");
    private final FlowShape<FrameEvent, FrameEvent> shape = FlowShape.of(in, out);
    private final Surroundings surroundings;
    private final String id;
    private final Dialect dialect;

    /**
     * The answer that turns a request into a socket. Of the subprotocols that the client offers, the first is accepted:
     * browsers give up if none is.
     */
    public static HttpResponse accept(WebSocketUpgrade upgrade, Surroundings surroundings, String id, Dialect dialect) {
        Iterator<String> offered = upgrade.getRequestedProtocols().iterator();
        Option<String> chosen = offered.hasNext() ? Option.apply(offered.next()) : Option.empty();
        return ((UpgradeToWebSocketLowLevel) upgrade).handleFrames(graph(surroundings, id, dialect), chosen);
    }

    /** Scala has a graph of nothing for a graph of anything; Java has to be told. */
    @SuppressWarnings("unchecked")
    private static Graph<FlowShape<FrameEvent, FrameEvent>, Object> graph(
            Surroundings surroundings, String id, Dialect dialect) {
        return (Graph<FlowShape<FrameEvent, FrameEvent>, Object>)
                (Graph<FlowShape<FrameEvent, FrameEvent>, ?>) new SocketStage(surroundings, id, dialect);
    }

    private SocketStage(Surroundings surroundings, String id, Dialect dialect) {
        this.surroundings = surroundings;
        this.id = id;
        this.dialect = dialect;
    }

    @Override
    public FlowShape<FrameEvent, FrameEvent> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Socket();
    }

    /** What a connection puts into its outlet, from its own thread. */
    private sealed interface Order {
        record Say(ServerMessage message) implements Order {}

        record Abort(Ending reason) implements Order {}
    }

    /**
     * One open socket. It is either open, or closing with the code that is to be sent; then what still comes is read only for
     * the client's own close frame.
     */
    private final class Socket extends TimerGraphStageLogic implements Outlet {
        private final SocketLimits limits = surroundings.limits();
        private final Assembly assembly = new Assembly(limits);
        private final Queue<ServerMessage> pending = new ArrayDeque<>();
        private Iterator<byte[]> frames = Collections.emptyIterator();
        /** What {@link #pending} weighs; the connection adds to it from its own thread. */
        private final AtomicLong owed = new AtomicLong();

        private final AsyncCallback<Order> orders = createAsyncCallback(this::obey);
        private @Nullable ActorRef<Connection.Command> connection;
        private @Nullable ActorRef<Connection.Demand> self;

        private byte @Nullable [] pong;
        private boolean pingDue;
        private @Nullable FrameEvent closeFrame;
        private boolean closing;
        private boolean closeSent;
        private boolean closeReceived;
        private boolean violated;
        private boolean saidSomething;
        private int silentBeats;

        Socket() {
            super(shape);
            setHandler(in, new Reading());
            setHandler(out, new Writing());
        }

        @Override
        public void preStart() {
            self = Adapter.toTyped(getStageActor(this::onSignal).ref());
            connection = surroundings
                    .system()
                    .systemActorOf(
                            Connection.create(id, surroundings.connections(), this), "connection-" + id, Props.empty());
            stageActor().watch(Adapter.toClassic(connection));
            surroundings.meters().opened();
            scheduleWithFixedDelay(HEARTBEAT, limits.heartbeat(), limits.heartbeat());
            var greeting = dialect.greeting();
            if (greeting == null) {
                pull(in);
            } else {
                hand(greeting);
            }
        }

        @Override
        public void postStop() {
            tell(new Connection.Closed());
            surroundings.meters().closed();
        }

        @Override
        public boolean offer(ServerMessage message) {
            // What waits may pass the bound by one message, so that a single large one always gets through.
            boolean fits = owed.getAndAdd(message.weight()) <= limits.maxOwed();
            if (fits) {
                orders.invoke(new Order.Say(message));
            }
            return fits;
        }

        @Override
        public void abort(Ending reason) {
            orders.invoke(new Order.Abort(reason));
        }

        private void obey(Order order) {
            if (closing) {
                return;
            }
            switch (order) {
                case Order.Say(var message) -> pending.add(message);
                case Order.Abort(var reason) -> close(dialect.closeCode(reason));
            }
            write();
        }

        private BoxedUnit onSignal(Tuple2<akka.actor.ActorRef, Object> signal) {
            switch (signal._2()) {
                case Connection.Demand more -> readOn();
                case Terminated gone -> {
                    close(CloseCode.FAILURE); // Or, if it was told of the end, nothing.
                    write();
                }
                default -> throw new IllegalStateException("a socket was sent " + signal._2());
            }
            return BoxedUnit.UNIT;
        }

        @Override
        public void onTimer(Object key) {
            switch ((String) key) {
                case HEARTBEAT -> beat();
                case MESSAGE_LATE -> close(CloseCode.POLICY);
                default -> completeStage(); // The client does not answer our close frame.
            }
            write();
        }

        private void beat() {
            // While we don't read, because the connection is busy, silence means nothing.
            silentBeats = hasBeenPulled(in) ? silentBeats + 1 : 0;
            if (silentBeats >= limits.deafAfter()) {
                tell(new Connection.Failed(new IOException("no sign of life for " + silentBeats + " heartbeats")));
                completeStage();
                return;
            }
            pingDue = silentBeats >= limits.deafAfter() - 1;
            if (!saidSomething && !closing && !frames.hasNext() && pending.isEmpty()) {
                frames = List.of(dialect.keepAlive()).iterator();
            }
            saidSomething = false;
        }

        private void read(FrameEvent event) {
            silentBeats = 0;
            if (violated) {
                passOver(event);
                return;
            }
            var piece = event.data().toArrayUnsafe();
            var outcome =
                    event instanceof FrameStart start ? assembly.start(headerOf(start), piece) : assembly.more(piece);
            switch (outcome) {
                case Assembly.Outcome.Incomplete o -> gather();
                case Assembly.Outcome.Message(var bytes) -> understand(bytes);
                case Assembly.Outcome.Ping(var payload) -> {
                    pong = payload; // Only the latest is owed an answer (RFC 6455, 5.5.3).
                    readOn();
                }
                case Assembly.Outcome.Pong o -> readOn();
                case Assembly.Outcome.Closing(var code) -> answerClose(code);
                case Assembly.Outcome.Violation(var code) -> {
                    violated = true;
                    close(code);
                    readOn();
                }
            }
        }

        /** After frames that made no sense nothing is taken for a message any more, but the client may still answer our close. */
        private void passOver(FrameEvent event) {
            if (event instanceof FrameStart start && start.header().opcode().code() == Assembly.CLOSE) {
                answerClose(Assembly.NO_CODE);
            }
            readOn();
        }

        private void gather() {
            if (assembly.inMessage() && !isTimerActive(MESSAGE_LATE)) {
                scheduleOnce(MESSAGE_LATE, limits.messageWithin());
            }
            readOn();
        }

        private void understand(byte[] bytes) {
            cancelTimer(MESSAGE_LATE);
            if (closing) {
                readOn();
                return;
            }
            surroundings.meters().received(bytes.length);
            try {
                var message = dialect.read(bytes);
                if (message == null) {
                    readOn();
                } else {
                    hand(message);
                }
            } catch (MalformedInput e) {
                tell(new Connection.Malformed(e.getMessage()));
            }
        }

        /** Reads on when the connection asks for more. */
        private void hand(ClientMessage message) {
            tell(new Connection.Received(message, Objects.requireNonNull(self, "set when the stage starts")));
        }

        private void tell(Connection.Command command) {
            if (connection != null) {
                connection.tell(command);
            }
        }

        private void readOn() {
            if (!hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }

        private void close(CloseCode code) {
            if (!closing) {
                closeWith(FrameEvent$.MODULE$.closeFrame(code.code(), code.reason(), Option.empty()));
                surroundings.meters().closedWith(code);
            }
        }

        private void answerClose(int code) {
            closeReceived = true;
            if (closeSent) {
                completeStage();
            } else if (!closing) {
                closeWith(
                        code == Assembly.NO_CODE
                                ? frame(Assembly.CLOSE, NO_BYTES)
                                : FrameEvent$.MODULE$.closeFrame(code, "", Option.empty()));
            }
        }

        private void closeWith(FrameEvent frame) {
            closing = true;
            closeFrame = frame;
            pending.clear();
            frames = Collections.emptyIterator();
            tell(new Connection.Closed());
            scheduleOnce(CLOSE_LATE, limits.closeWithin());
            readOn();
        }

        /** Sends the next frame, if the client's side is ready for one. */
        private void write() {
            if (closeSent || !isAvailable(out)) {
                return;
            }
            if (pong != null) {
                push(out, frame(Assembly.PONG, pong));
                pong = null;
            } else if (closeFrame != null) {
                closeSent = true;
                push(out, closeFrame);
                if (closeReceived) {
                    completeStage();
                }
            } else if (pingDue) {
                pingDue = false;
                push(out, frame(Assembly.PING, NO_BYTES));
            } else {
                writeMessage();
            }
        }

        private void writeMessage() {
            while (!frames.hasNext() && !pending.isEmpty()) {
                var message = pending.remove();
                owed.addAndGet(-message.weight());
                switch (message) {
                    case ServerMessage.Told told -> frames = dialect.write(told);
                    case ServerMessage.End(var reason) -> {
                        close(dialect.closeCode(reason));
                        write();
                        return;
                    }
                }
            }
            if (frames.hasNext()) {
                var next = frames.next();
                saidSomething = true;
                surroundings.meters().sent(next.length);
                push(out, frame(Assembly.BINARY, next));
            }
        }

        private final class Reading extends AbstractInHandler {
            @Override
            public void onPush() {
                read(grab(in));
                write();
            }

            @Override
            public void onUpstreamFailure(Throwable cause) {
                tell(new Connection.Failed(cause));
                if (cause instanceof ProtocolException && isAvailable(out) && !closing) {
                    close(CloseCode.PROTOCOL_ERROR); // The frames beneath us could not be told apart.
                    write();
                }
                completeStage();
            }
        }

        private final class Writing extends AbstractOutHandler {
            @Override
            public void onPull() {
                write();
            }
        }
    }

    private static Assembly.Header headerOf(FrameStart start) {
        var header = start.header();
        boolean reserved = header.rsv1() || header.rsv2() || header.rsv3();
        boolean masked = header.mask().isDefined();
        int mask = masked ? (Integer) header.mask().get() : 0;
        return new Assembly.Header(header.opcode().code(), header.fin(), reserved, masked, mask, header.length());
    }

    private static FrameEvent frame(int opcode, byte[] payload) {
        return FrameEvent$.MODULE$.fullFrame(
                Protocol.Opcode$.MODULE$.forCode((byte) opcode),
                Option.empty(),
                ByteString.fromArrayUnsafe(payload),
                true,
                false,
                false,
                false);
    }
}
