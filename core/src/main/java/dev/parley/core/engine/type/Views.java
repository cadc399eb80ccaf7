package dev.parley.core.engine.type;

import dev.parley.core.engine.Doc;
import dev.parley.core.engine.Value;
import dev.parley.core.engine.lib0.Any;
import dev.parley.core.engine.struct.AnyContent;
import dev.parley.core.engine.struct.BinaryContent;
import dev.parley.core.engine.struct.Branch;
import dev.parley.core.engine.struct.Content;
import dev.parley.core.engine.struct.DeletedContent;
import dev.parley.core.engine.struct.DocContent;
import dev.parley.core.engine.struct.EmbedContent;
import dev.parley.core.engine.struct.FormatContent;
import dev.parley.core.engine.struct.Item;
import dev.parley.core.engine.struct.JsonContent;
import dev.parley.core.engine.struct.TextContent;
import dev.parley.core.engine.struct.TypeContent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the inside to what users see. */
public final class Views {
    private Views() {}

    /** The type as its kind. */
    public static SharedType of(Branch branch) {
        return switch (branch.kind()) {
            case ARRAY -> new SharedArray(branch);
            case MAP -> new SharedMap(branch);
            case TEXT -> new SharedText(branch);
            case XML_ELEMENT -> new XmlElement(branch);
            case XML_FRAGMENT -> new XmlFragment(branch);
            case XML_HOOK -> new XmlHook(branch);
            case XML_TEXT -> new XmlText(branch);
        };
    }

    /** Unit number {@code index} of a content as a value; null if there is nothing left of it. */
    static @Nullable Value value(Item item, Content content, int index) {
        return switch (content) {
            case AnyContent any -> any.value(index);
            case BinaryContent binary -> new Any.Bytes(binary.bytes());
            case DocContent doc -> Doc.in(item, doc);
            case EmbedContent embed -> embed.value();
            case JsonContent json -> json.value(index);
            case TextContent text -> new Any.Str(text.substring(index, index + 1));
            case TypeContent type -> of(type.branch());
            case DeletedContent deleted -> null;
            case FormatContent format -> null;
        };
    }

    static void values(Item item, int from, int to, Consumer<? super Value> each) {
        if (item.content() instanceof AnyContent any) {
            any.values(from, to, each);
            return;
        }
        for (int i = from; i < to; i++) {
            var value = value(item, item.content(), i);
            if (value != null) {
                each.accept(value);
            }
        }
    }

    /** What a key shows: the last unit of its item. Null if there is nothing left of it. */
    static @Nullable Value last(Item item) {
        return value(item, item.content(), item.size() - 1);
    }
}
