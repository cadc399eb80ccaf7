package dev.parley.core.engine.type;

import dev.parley.core.engine.Input;
import dev.parley.core.engine.Snapshot;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.Branch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text that several people write at once, with formats and embedded values. Positions and lengths count UTF-16 units, as
 * {@link String} does.
 *
 * <pre>{@code
 * SharedText body = doc.text("body");
 * body.insert(0, "Hello world");
 * body.format(6, 5, Map.of("bold", Any.TRUE));
 * body.delete(0, 6);
 * }</pre>
 */
public sealed class SharedText extends SharedType permits XmlText {
    SharedText(Branch branch) {
        super(branch);
    }

    public final int length() {
        return branch.length();
    }

    public final boolean isEmpty() {
        return branch.length() == 0;
    }

    /** The content with its formats. */
    public final List<Delta> delta() {
        return TextReading.delta(branch);
    }

    /**
     * The content as it was at a snapshot; only in a document that keeps what is deleted. With an earlier snapshot as well, what
     * came and went between the two carries the attribute {@code ychange}.
     */
    public final List<Delta> delta(Snapshot then, @Nullable Snapshot earlier) {
        return TextReading.delta(this, then, earlier);
    }

    /** Inserts text with the formats that hold at its place. */
    public final void insert(int index, String text) {
        Objects.checkIndex(index, length() + 1);
        if (!text.isEmpty()) {
            edit(ledger -> new TextEdit(ledger, branch, index).insert(text));
        }
    }

    /**
     * Inserts text with exactly these formats. Their order shows in the bytes: give a {@link java.util.LinkedHashMap} if there are
     * several, and a run is to be repeated. Between the halves of a surrogate pair text makes each of them U+FFFD, as in Yjs; no event
     * tells of that.
     */
    public final void insert(int index, String text, Map<String, Any> attributes) {
        Objects.checkIndex(index, length() + 1);
        if (!text.isEmpty()) {
            edit(ledger -> new TextEdit(ledger, branch, index).insert(text, attributes));
        }
    }

    /** Inserts a value or a type that counts as one unit. */
    public final void embed(int index, Input content, Map<String, Any> attributes) {
        Objects.checkIndex(index, length() + 1);
        edit(ledger -> new TextEdit(ledger, branch, index).embed(content, attributes));
    }

    /** Sets attributes on so many units; {@link Any#NULL} takes one off. Beyond the end, line breaks are added. */
    public final void format(int index, int length, Map<String, Any> attributes) {
        Objects.checkIndex(index, length() + 1);
        if (length > 0) {
            edit(ledger -> {
                var place = new TextEdit(ledger, branch, index);
                if (!place.atEnd()) {
                    place.format(length, attributes);
                }
            });
        }
    }

    public final void delete(int index, int length) {
        Objects.checkFromIndexSize(index, length, length());
        if (length > 0) {
            edit(ledger -> new TextEdit(ledger, branch, index).delete(length));
        }
    }

    /** Applies a description of changes, from the start on. */
    public final void apply(List<Delta> delta) {
        edit(ledger -> new TextEdit(ledger, branch).apply(delta));
    }

    /** Attributes of the text as a whole; a view of now. */
    public final Map<String, Value> attributes() {
        return MapEdit.view(branch);
    }

    public final void setAttribute(String name, Input value) {
        edit(ledger -> MapEdit.set(ledger, branch, name, value));
    }

    public final void removeAttribute(String name) {
        edit(ledger -> MapEdit.delete(ledger, branch, name));
    }

    /** The text alone. */
    @Override
    public String toString() {
        return TextReading.plain(branch);
    }
}
