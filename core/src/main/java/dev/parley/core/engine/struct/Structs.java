package dev.parley.core.engine.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Walks over what a transaction has done. */
public final class Structs {
    private Structs() {}

    /** Every item that it added. */
    public static void added(Ledger ledger, Consumer<Item> each) {
        List<Item> items = new ArrayList<>();
        for (var client : ledger.touched) {
            for (int place = client.find(ledger.before(client)); place != Client.NOWHERE; place = client.next(place)) {
                if (client.get(place) instanceof Item item) {
                    items.add(item);
                }
            }
        }
        items.forEach(each);
    }

    /** Every item that it deleted, those of the client first that was first; what is done with one may delete others. */
    public static void deleted(Ledger ledger, Consumer<Item> each) {
        List<Item> items = new ArrayList<>();
        ledger.deletions.eachAsItCame((client, clock, length) -> {
            int place = client.find(clock);
            while (place != Client.NOWHERE && client.get(place).clock < clock + length) {
                if (client.get(place) instanceof Item item) {
                    items.add(item);
                }
                place = client.next(place);
            }
        });
        items.forEach(each);
    }
}
