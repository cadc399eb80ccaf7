package dev.parley.core.engine.struct;

import org.jspecify.annotations.Nullable;

/** What kind of root a branch looks like, by what it holds; the bytes of a document don't tell it. */
public final class Shape {
    private Shape() {}

    /** Null if nothing that it holds suggests anything. */
    public static @Nullable Kind of(Branch root) {
        for (var item = root.start; item != null; item = item.right()) {
            var kind = kindWith(item.content());
            if (kind != null) {
                return kind;
            }
        }
        return root.entryCount() > 0 ? Kind.MAP : null;
    }

    private static @Nullable Kind kindWith(Content content) {
        return switch (content) {
            case TextContent text -> Kind.TEXT;
            case FormatContent format -> Kind.TEXT;
            case EmbedContent embed -> Kind.TEXT;
            case DeletedContent deleted -> null;
            case TypeContent type -> isXml(type) ? Kind.XML_FRAGMENT : Kind.ARRAY;
            default -> Kind.ARRAY;
        };
    }

    private static boolean isXml(TypeContent type) {
        return switch (type.branch().kind()) {
            case XML_ELEMENT, XML_HOOK, XML_TEXT -> true;
            default -> false;
        };
    }
}
