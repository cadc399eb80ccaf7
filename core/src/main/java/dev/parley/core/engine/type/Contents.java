package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Input;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.AnyContent;
import dev.parley.core.engine.struct.BinaryContent;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Content;
import dev.parley.core.engine.struct.DocContent;
import dev.parley.core.engine.struct.Integration;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.Kind;
import dev.parley.core.engine.struct.Ledger;
import dev.parley.core.engine.struct.TypeContent;
import org.jspecify.annotations.Nullable;

/** From what users put in to what the document keeps of it. */
final class Contents {
    private Contents() {}

    /** A content of one unit. What a draft holds still has to be filled in, once the item is there: {@link #fill}. */
    static Content of(Input input) {
        return switch (input) {
            case Any.Bytes bytes -> new BinaryContent(bytes.value());
            case Any any -> AnyContent.of(any);
            case Doc doc -> doc(doc);
            case Draft<?> draft -> new TypeContent(branch(draft));
            default -> throw new IllegalArgumentException("neither a value nor a draft nor a document: " + input);
        };
    }

    private static Content doc(Doc doc) {
        var content = new DocContent(doc.guid(), doc.storedOptions());
        content.doc(doc);
        return content;
    }

    private static Branch branch(Draft<?> draft) {
        return switch (draft) {
            case Draft.Array array -> Branch.nested(Kind.ARRAY);
            case Draft.Entries map -> Branch.nested(Kind.MAP);
            case Draft.Text text -> Branch.nested(Kind.TEXT);
            case Draft.Element element -> Branch.nested(Kind.XML_ELEMENT, element.name());
            case Draft.Fragment fragment -> Branch.nested(Kind.XML_FRAGMENT);
            case Draft.Hook hook -> Branch.nested(Kind.XML_HOOK, hook.name());
            case Draft.MarkedText text -> Branch.nested(Kind.XML_TEXT);
        };
    }

    /** Makes an item behind another one, or at the start, and puts it in. */
    static Item insert(
            Ledger ledger, Branch branch, @Nullable Item left, @Nullable Item right, Content content, int length) {
        return Integration.insert(ledger, branch, null, left, right, content, length);
    }

    /** Gives a type that was just made what its draft holds. */
    static void fill(Ledger ledger, Input input, Content content) {
        if (!(input instanceof Draft<?> draft) || !(content instanceof TypeContent type)) {
            return;
        }
        var branch = type.branch();
        switch (draft) {
            case Draft.Array array -> ListEdit.insert(ledger, branch, 0, array.items());
            case Draft.Entries map -> map.entries().forEach((key, value) -> MapEdit.set(ledger, branch, key, value));
            case Draft.Hook hook -> hook.entries().forEach((key, value) -> MapEdit.set(ledger, branch, key, value));
            case Draft.Text text -> new TextEdit(ledger, branch).apply(text.delta());
            case Draft.MarkedText text -> new TextEdit(ledger, branch).apply(text.delta());
            case Draft.Fragment fragment -> ListEdit.insert(ledger, branch, 0, fragment.children());
            case Draft.Element element -> {
                ListEdit.insert(ledger, branch, 0, element.children());
                element.attributes().forEach((key, value) -> MapEdit.set(ledger, branch, key, value));
            }
        }
    }
}
