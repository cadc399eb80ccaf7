package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.lib0.AnyFormat;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Json;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.update.UpdateReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads structs one by one, and checks all that can be checked without a document. What comes out of here can be integrated
 * without a failure, but for the limits of depth and work.
 */
public final class StructReader {
    private static final long MAX_CLOCK = Decoder.MAX_VAR_UINT;

    private static final int HAS_ORIGIN = 0x80;
    private static final int HAS_RIGHT_ORIGIN = 0x40;
    private static final int HAS_KEY = 0x20;
    private static final int REFERENCE = 0x1f;
    private static final int GC = 0;
    private static final int SKIP = 10;

    private final UpdateReader in;
    private final Spoken clients;
    private final Function<String, Parent> roots;
    private final TextCache names;
    private final int valueDepth;
    private int structsLeft;
    private long growthLeft;

    /** How many units the content that was read last has. */
    private long contentLength;

    public StructReader(
            UpdateReader in,
            Spoken clients,
            Function<String, Parent> roots,
            TextCache names,
            Limits limits,
            int bytes) {
        this.in = in;
        this.clients = clients;
        this.roots = roots;
        this.names = names;
        this.valueDepth = limits.valueDepth();
        this.structsLeft = limits.structsIn(bytes);
        this.growthLeft = limits.growth();
    }

    public Client client() throws MalformedInput {
        return clients.client(in.client());
    }

    /** The struct of this client that starts with this clock. */
    public Struct next(Client client, long clock) throws MalformedInput {
        if (structsLeft-- == 0) {
            throw new MalformedInput("more structs than one update may have");
        }
        int info = in.info();
        int reference = info & REFERENCE;
        Struct struct = switch (reference) {
            case GC -> new Gc(client, clock, checked(in.length(), clock));
            case SKIP -> new Skip(client, clock, checked(in.number(), clock));
            default -> item(client, clock, info, reference);
        };
        if (!(struct instanceof Skip)) {
            growthLeft -= Math.max(0, struct.end() - Math.max(clock, client.state()));
            if (growthLeft < 0) {
                throw new MalformedInput("more units than one update may add");
            }
        }
        return struct;
    }

    private static long checked(long length, long clock) throws MalformedInput {
        if (length < 1 || length > MAX_CLOCK + 1 - clock) {
            throw new MalformedInput("expected a length from 1 to 2^53 - " + clock + ", found " + length);
        }
        return length;
    }

    private Item item(Client client, long clock, int info, int reference) throws MalformedInput {
        Client originClient = null;
        long originClock = 0;
        Client rightOriginClient = null;
        long rightOriginClock = 0;
        if ((info & HAS_ORIGIN) != 0) {
            in.leftId();
            originClient = clients.client(in.idClient());
            originClock = in.idClock();
            checkEarlier(client, clock, originClient, originClock);
        }
        if ((info & HAS_RIGHT_ORIGIN) != 0) {
            in.rightId();
            rightOriginClient = clients.client(in.idClient());
            rightOriginClock = in.idClock();
            checkEarlier(client, clock, rightOriginClient, rightOriginClock);
        }
        Parent parent = null;
        String key = null;
        if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) == 0) {
            parent = parent(client, clock);
            key = (info & HAS_KEY) != 0 ? in.name(names) : null;
        }
        var content = content(reference);
        int length = (int) checked(contentLength, clock);
        if (length != contentLength) {
            throw new MalformedInput("expected an item of less than 2^31 units, found " + contentLength);
        }
        var item = new Item(client, clock, content, length);
        item.originClient = originClient;
        item.originClock = originClock;
        item.rightOriginClient = rightOriginClient;
        item.rightOriginClock = rightOriginClock;
        item.parent = parent;
        item.key = key;
        return item;
    }

    /** What a client refers to in its own past must be there before: else nobody could ever place it. */
    private static void checkEarlier(Client client, long clock, Client other, long otherClock) throws MalformedInput {
        if (other == client && otherClock >= clock) {
            throw new MalformedInput(
                    "item " + client.id + ":" + clock + " refers to " + otherClock + ", which comes after it");
        }
    }

    private Parent parent(Client client, long clock) throws MalformedInput {
        if (in.parentIsRoot()) {
            return roots.apply(in.name(names));
        }
        in.leftId();
        var holder = clients.client(in.idClient());
        checkEarlier(client, clock, holder, in.idClock());
        return new Parent.Held(holder, in.idClock());
    }

    private Content content(int reference) throws MalformedInput {
        contentLength = 1;
        return switch (reference) {
            case DeletedContent.REFERENCE -> {
                contentLength = in.length();
                yield DeletedContent.INSTANCE;
            }
            case JsonContent.REFERENCE -> json();
            case BinaryContent.REFERENCE -> new BinaryContent(in.bytes());
            case TextContent.REFERENCE -> {
                var text = in.text();
                contentLength = in.textLength();
                yield text;
            }
            case EmbedContent.REFERENCE -> new EmbedContent(in.json(valueDepth));
            case FormatContent.REFERENCE -> new FormatContent(in.key(names), in.json(valueDepth));
            case TypeContent.REFERENCE -> type();
            case AnyContent.REFERENCE -> values();
            case DocContent.REFERENCE -> doc();
            default -> throw new MalformedInput("expected a content from 1 to 9, found " + reference);
        };
    }

    private Content json() throws MalformedInput {
        long count = in.length();
        var values = new ArrayList<Any>();
        for (long i = 0; i < count; i++) {
            String text = in.string();
            values.add(text.equals("undefined") ? Any.UNDEFINED : Json.parse(text, valueDepth));
        }
        contentLength = count;
        return new JsonContent(values.toArray(Any[]::new));
    }

    private Content type() throws MalformedInput {
        int reference = in.typeReference();
        var kind = Kind.of(reference);
        if (kind == null) {
            throw new MalformedInput("expected a type from 0 to 6, found " + reference);
        }
        return new TypeContent(kind.named() ? Branch.nested(kind, in.key(names)) : Branch.nested(kind));
    }

    private Content values() throws MalformedInput {
        long count = in.length();
        contentLength = count;
        var rest = in.rest();
        int start = rest.position();
        boolean asWritten = true;
        for (long i = 0; i < count; i++) {
            asWritten &= AnyFormat.skip(rest, valueDepth);
        }
        if (asWritten) {
            return AnyContent.ofPacked(Arrays.copyOfRange(rest.array(), start, rest.position()));
        }
        var again = new Decoder(rest.array(), start, rest.position());
        var values = new ArrayList<Any>();
        for (long i = 0; i < count; i++) {
            values.add(AnyFormat.read(again, valueDepth));
        }
        return AnyContent.of(values);
    }

    private Content doc() throws MalformedInput {
        String guid = in.string();
        var options = AnyFormat.read(in.rest(), valueDepth);
        if (options instanceof Any.Null || options instanceof Any.Undefined) {
            throw new MalformedInput("expected the options of a document, found none");
        }
        return options instanceof Any.Obj(var members) ? doc(guid, members) : new DocContent(guid, kept(Map.of()));
    }

    /** Yjs lets the options say another name. */
    private static Content doc(String guid, Map<String, Any> options) throws MalformedInput {
        var name = options.getOrDefault("guid", new Any.Str(guid));
        if (!(name instanceof Any.Str(String text))) {
            throw new MalformedInput("expected a text as the name of a document, found something else");
        }
        return new DocContent(text, kept(options));
    }

    /** The options that Yjs keeps, in its order. */
    private static Any.Obj kept(Map<String, Any> options) {
        Map<String, Any> kept = new LinkedHashMap<>();
        var gc = options.get("gc");
        if (gc != null && !(gc instanceof Any.Undefined) && !truthy(gc)) {
            kept.put("gc", Any.FALSE);
        }
        if (truthy(options.get("autoLoad"))) {
            kept.put("autoLoad", Any.TRUE);
        }
        var meta = options.get("meta");
        if (meta != null && !(meta instanceof Any.Null) && !(meta instanceof Any.Undefined)) {
            kept.put("meta", meta);
        }
        return new Any.Obj(kept);
    }

    private static boolean truthy(@Nullable Any value) {
        return switch (value) {
            case null -> false;
            case Any.Undefined u -> false;
            case Any.Null n -> false;
            case Any.Bool bool -> bool.value();
            case Any.Num number -> number.value() != 0 && !Double.isNaN(number.value());
            case Any.BigInt number -> number.value() != 0;
            case Any.Str text -> !text.value().isEmpty();
            case Any.Arr a -> true;
            case Any.Obj o -> true;
            case Any.Bytes b -> true;
        };
    }

    /** The deletions at the end of an update, in order. */
    public Deletions deletions() throws MalformedInput {
        return Deletions.read(in, clients::client, Integer.MAX_VALUE);
    }
}
