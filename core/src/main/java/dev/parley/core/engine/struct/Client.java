package dev.parley.core.engine.struct;

import java.util.Arrays;

/**
 * One client and all its structs, by rising clock, without holes. They lie in chunks of bounded size, so that splitting a struct
 * in the middle of a long past moves a few hundred references and never all of them; finding one is two binary searches.
 *
 * <p>A place in the list is an {@code int}: the chunk in the upper bits, the index in the chunk in the lower ones. A place is
 * valid until the next structural change.
 */
public final class Client {
    static final int NOWHERE = -1;

    private static final int CHUNK_BITS = 9;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int INDEX = CHUNK - 1;

    private static final Struct[] NONE = {};

    public final long id;

    /** The clock of the next struct. */
    private long state;

    /** The state before the transaction numbered {@link #touchedIn}. */
    long before;

    /** The number of the last transaction that added structs, so that nothing has to be copied per transaction. */
    int touchedIn;

    /** False until the first struct is in: a client that was only spoken of is not part of a document. */
    boolean known;

    private Struct[][] chunks = {NONE};
    private int[] sizes = {0};
    private int chunkCount = 1;

    public Client(long id) {
        this.id = id;
    }

    public long state() {
        return state;
    }

    int first() {
        return 0;
    }

    int last() {
        return ((chunkCount - 1) << CHUNK_BITS) | (sizes[chunkCount - 1] - 1);
    }

    Struct get(int place) {
        return chunks[place >> CHUNK_BITS][place & INDEX];
    }

    void set(int place, Struct struct) {
        chunks[place >> CHUNK_BITS][place & INDEX] = struct;
    }

    int next(int place) {
        int chunk = place >> CHUNK_BITS;
        if ((place & INDEX) + 1 < sizes[chunk]) {
            return place + 1;
        }
        return chunk + 1 < chunkCount ? (chunk + 1) << CHUNK_BITS : NOWHERE;
    }

    int previous(int place) {
        if ((place & INDEX) > 0) {
            return place - 1;
        }
        int chunk = (place >> CHUNK_BITS) - 1;
        return chunk >= 0 ? (chunk << CHUNK_BITS) | (sizes[chunk] - 1) : NOWHERE;
    }

    /** How many structs there are from this place on. */
    int countFrom(int place) {
        int chunk = place >> CHUNK_BITS;
        int count = -(place & INDEX);
        for (int i = chunk; i < chunkCount; i++) {
            count += sizes[i];
        }
        return count;
    }

    /** The place of the struct that holds this clock, which must be below the state. */
    int find(long clock) {
        int chunk = chunkCount - 1;
        if (chunks[chunk][0].clock > clock) {
            int low = 0;
            while (low < chunk) {
                int middle = (low + chunk) >>> 1;
                if (chunks[middle + 1][0].clock <= clock) {
                    low = middle + 1;
                } else {
                    chunk = middle;
                }
            }
        }
        var structs = chunks[chunk];
        int low = 0;
        int high = sizes[chunk] - 1;
        if (structs[high].clock <= clock) {
            return (chunk << CHUNK_BITS) | high;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (structs[middle].clock <= clock) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (chunk << CHUNK_BITS) | low;
    }

    /** The struct that holds this clock, which must be below the state. */
    public Struct structAt(long clock) {
        return get(find(clock));
    }

    void append(Struct struct) {
        int chunk = chunkCount - 1;
        if (sizes[chunk] == CHUNK) {
            addChunk(chunkCount, new Struct[CHUNK], 0);
            chunk++;
        }
        ensureRoom(chunk);
        chunks[chunk][sizes[chunk]++] = struct;
        state = struct.clock + struct.length();
    }

    /** Puts a struct behind the one at this place. */
    void insertAfter(int place, Struct struct) {
        int chunk = place >> CHUNK_BITS;
        int index = (place & INDEX) + 1;
        if (sizes[chunk] == CHUNK) {
            int half = CHUNK / 2;
            var upper = new Struct[CHUNK];
            System.arraycopy(chunks[chunk], half, upper, 0, half);
            clear(chunks[chunk], half, CHUNK);
            sizes[chunk] = half;
            addChunk(chunk + 1, upper, half);
            if (index > half) {
                chunk++;
                index -= half;
            }
        }
        ensureRoom(chunk);
        var structs = chunks[chunk];
        System.arraycopy(structs, index, structs, index + 1, sizes[chunk] - index);
        structs[index] = struct;
        sizes[chunk]++;
    }

    /** Takes out the structs from one place to another, both included; never all there are. */
    void remove(int from, int to) {
        int fromChunk = from >> CHUNK_BITS;
        int toChunk = to >> CHUNK_BITS;
        for (int chunk = toChunk; chunk >= fromChunk; chunk--) {
            int low = chunk == fromChunk ? from & INDEX : 0;
            int high = chunk == toChunk ? (to & INDEX) + 1 : sizes[chunk];
            var structs = chunks[chunk];
            System.arraycopy(structs, high, structs, low, sizes[chunk] - high);
            int size = sizes[chunk] - (high - low);
            clear(structs, size, sizes[chunk]);
            sizes[chunk] = size;
            if (size == 0 && chunkCount > 1) {
                removeChunk(chunk);
            }
        }
    }

    /** Forgets all structs from this clock on, which must be the start of one. */
    void truncate(long clock) {
        while (state > clock) {
            int chunk = chunkCount - 1;
            var last = chunks[chunk][--sizes[chunk]];
            clear(chunks[chunk], sizes[chunk], sizes[chunk] + 1);
            state = last.clock;
            if (sizes[chunk] == 0 && chunkCount > 1) {
                removeChunk(chunk);
            }
        }
    }

    /** Behind its size a chunk holds nothing. */
    @SuppressWarnings("NullAway")
    private static void clear(Struct[] structs, int from, int to) {
        Arrays.fill(structs, from, to, null);
    }

    private void ensureRoom(int chunk) {
        var structs = chunks[chunk];
        if (sizes[chunk] == structs.length) {
            // By half, and to a whole chunk at most: most clients of a long-lived document have written only a little.
            chunks[chunk] = Arrays.copyOf(structs, Math.min(CHUNK, structs.length + (structs.length >> 1) + 1));
        }
    }

    private void addChunk(int at, Struct[] structs, int size) {
        if (chunkCount == chunks.length) {
            int room = chunkCount + (chunkCount >> 1) + 2;
            chunks = Arrays.copyOf(chunks, room);
            sizes = Arrays.copyOf(sizes, room);
        }
        System.arraycopy(chunks, at, chunks, at + 1, chunkCount - at);
        System.arraycopy(sizes, at, sizes, at + 1, chunkCount - at);
        chunks[at] = structs;
        sizes[at] = size;
        chunkCount++;
    }

    private void removeChunk(int at) {
        System.arraycopy(chunks, at + 1, chunks, at, chunkCount - at - 1);
        System.arraycopy(sizes, at + 1, sizes, at, chunkCount - at - 1);
        chunkCount--;
        chunks[chunkCount] = NONE;
    }

    @Override
    public String toString() {
        return "client " + id + " at " + state;
    }
}
