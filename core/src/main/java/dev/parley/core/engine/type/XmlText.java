package dev.parley.core.engine.type;

import dev.parley.core.engine.struct.Branch;

/**
 * Text inside of XML; its formats are shown as elements around it.
 *
 * <pre>{@code
 * XmlText text = fragment.insert(0, Draft.xmlText("Hello"));
 * text.format(0, 5, Map.of("b", Any.of(Map.of())));
 * text.toString(); // <b>Hello</b>
 * }</pre>
 */
public final class XmlText extends SharedText {
    XmlText(Branch branch) {
        super(branch);
    }

    /** The markup. */
    @Override
    public String toString() {
        return Markup.of(this);
    }

    /** The text without its formats. */
    public String text() {
        return TextReading.plain(branch);
    }
}
