package dev.parley.node.command;

/**
 * What people in a room wrote, as it may be shown on a terminal: nothing in it moves the cursor, changes colours or the
 * direction of writing, or types an answer.
 */
public final class Shown {
    private Shown() {}

    /** On one line. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** One of something, or several. */
    public static String count(long number, String name) {
        return number + " " + name + (number == 1 ? "" : "s");
    }

    /** With its line breaks and tabs. */
    static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean withBreaks) {
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBreak =
                    c == '\n' || c == '\t' || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
            if (isHarmless(c) || (withBreaks && isBreak)) {
                shown.append(c);
            } else {
                shown.append(escape(c));
            }
        }
        return shown.toString();
    }

    /** Whether a terminal only prints it. The others are control characters, breaks of lines, and those that turn the direction. */
    static boolean isHarmless(char c) {
        return !Character.isISOControl(c)
                && c != '\u061c'
                && !(c >= '\u200e' && c <= '\u200f')
                && !(c >= '\u2028' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069');
    }

    /** As JSON writes it, too. */
    static String escape(char c) {
        return "\\u%04x".formatted((int) c);
    }
}
