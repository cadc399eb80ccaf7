package dev.parley.core.engine.struct;

import dev.parley.core.engine.Limits;
import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.News;
import dev.parley.core.engine.UpdateFormat;
import dev.parley.core.engine.lib0.TextCache;
import dev.parley.core.engine.update.UpdateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what in an update is news to a document, without changing it. */
public final class Novelty {
    /** The structs of a client that the document doesn't have. */
    private record Part(Client client, List<Struct> structs) {}

    private final Incoming incoming;

    /** Up to which clock a client is known, the update included. */
    private final Map<Client, Long> reach = new HashMap<>();

    private boolean everythingIsNew = true;

    private Novelty(Incoming incoming) {
        this.incoming = incoming;
    }

    public static News of(Store store, byte[] update, UpdateFormat format, Limits limits) throws MalformedInput {
        var incoming = Incoming.read(update, format, store.clients(), Parent.Root::new, new TextCache(), limits);
        return new Novelty(incoming).news(update, format);
    }

    private News news(byte[] update, UpdateFormat format) {
        List<Part> parts = new ArrayList<>();
        for (var block : incoming.blocks()) {
            var structs = newOnes(block);
            reach.put(block.client, reach(block.client, structs));
            if (!structs.isEmpty()) {
                parts.add(new Part(block.client, structs));
            }
        }
        var deletions = newDeletions();
        boolean waits = waits(parts, deletions);
        if (parts.isEmpty() && deletions.isEmpty()) {
            return new News(write(parts, deletions, format), true, false);
        }
        return new News(everythingIsNew ? update : write(parts, deletions, format), false, waits);
    }

    private List<Struct> newOnes(Incoming.Block block) {
        var all = block.all();
        long state = block.client.state();
        int from = 0;
        while (from < all.size() && (all.get(from).end() <= state || all.get(from) instanceof Skip)) {
            from++;
        }
        everythingIsNew &= from == 0 && all.get(0).clock >= state;
        return all.subList(from, all.size());
    }

    private static long reach(Client client, List<Struct> structs) {
        long reach = client.state();
        for (var struct : structs) {
            if (struct instanceof Skip || struct.clock > reach) {
                break;
            }
            reach = struct.end();
        }
        return reach;
    }

    private boolean waits(List<Part> parts, Deletions deletions) {
        for (var part : parts) {
            for (var struct : part.structs) {
                if (!(struct instanceof Skip) && (struct.end() > reachOf(part.client) || needsMore(struct))) {
                    return true;
                }
            }
        }
        for (int i = 0; i < deletions.size(); i++) {
            if (deletions.end(i) > reachOf(deletions.client(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean needsMore(Struct struct) {
        if (!(struct instanceof Item item)) {
            return false;
        }
        return (item.originClient != null && item.originClock >= reachOf(item.originClient))
                || (item.rightOriginClient != null && item.rightOriginClock >= reachOf(item.rightOriginClient))
                || (item.parent instanceof Parent.Held held && held.clock() >= reachOf(held.client()));
    }

    private long reachOf(Client client) {
        return reach.getOrDefault(client, client.state());
    }

    /** Those of the deletions that hit something which isn't deleted. */
    private Deletions newDeletions() {
        var all = incoming.deletions();
        var news = new Deletions();
        for (int i = 0; i < all.size(); i++) {
            var client = all.client(i);
            long clock = all.clock(i);
            long end = all.end(i);
            long covered = 0;
            if (clock < client.state()) {
                for (int place = client.find(clock);
                        place != Client.NOWHERE && client.get(place).clock < end;
                        place = client.next(place)) {
                    var struct = client.get(place);
                    if (!struct.isDeleted()) {
                        long from = Math.max(clock, struct.clock);
                        long to = Math.min(end, struct.end());
                        news.add(client, from, to - from);
                        covered += to - from;
                    }
                }
            }
            if (end > client.state()) {
                long from = Math.max(clock, client.state());
                news.add(client, from, end - from);
                covered += end - from;
            }
            everythingIsNew &= covered == end - clock;
        }
        return news;
    }

    private static byte[] write(List<Part> parts, Deletions deletions, UpdateFormat format) {
        var out = UpdateWriter.of(format);
        out.number(parts.size());
        for (var part : parts) {
            var first = part.structs.get(0);
            long from = Math.max(first.clock, part.client.state());
            out.number(part.structs.size());
            out.client(part.client.id);
            out.number(from);
            StructWriter.write(out, first, from - first.clock);
            part.structs.stream().skip(1).forEach(struct -> StructWriter.write(out, struct, 0));
        }
        deletions.write(out);
        return out.toBytes();
    }
}
