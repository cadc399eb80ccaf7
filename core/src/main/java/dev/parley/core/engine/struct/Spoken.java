package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/** The clients that an update speaks of: those of the document, and those that nobody has heard of yet. */
public final class Spoken {
    private final Clients known;
    private @Nullable Clients strangers;
    private @Nullable Client latest;

    public Spoken(Clients known) {
        this.known = known;
    }

    public Client client(long id) {
        var last = latest;
        if (last != null && last.id == id) {
            return last;
        }
        var client = known.get(id);
        if (client == null) {
            client = stranger(id);
        }
        latest = client;
        return client;
    }

    private Client stranger(long id) {
        if (strangers == null) {
            strangers = new Clients();
        }
        var client = strangers.get(id);
        if (client == null) {
            client = new Client(id);
            strangers.add(client);
        }
        return client;
    }
}
