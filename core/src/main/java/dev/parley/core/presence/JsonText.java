package dev.parley.core.presence;

import dev.parley.core.engine.MalformedInput;

/**
 * One walk over a text that should be JSON (RFC 8259), which keeps nothing of it. It accepts what JavaScript's {@code JSON.parse}
 * accepts, down to a depth; nesting is counted, not followed by recursion.
 */
final class JsonText {
    private static final char END = '\uffff';

    private final String text;

    /** For each array or object that is open, the bracket that closes it; the first {@code depth} are in use. */
    private final char[] closers;

    private int depth;
    private int position;

    private JsonText(String text, int maxDepth) {
        this.text = text;
        this.closers = new char[maxDepth];
    }

    /** Throws unless the text is one JSON value with at most {@code maxDepth} arrays and objects inside each other. */
    static void check(String text, int maxDepth) throws MalformedInput {
        var walk = new JsonText(text, maxDepth);
        do {
            walk.value();
        } while (walk.anotherValueFollows());
        if (walk.position < text.length()) {
            throw walk.expected("the end");
        }
    }

    /** Walks over a scalar or an empty bracket, or into the first value of a bracket that is not empty. */
    private void value() throws MalformedInput {
        blanks();
        while (peek() == '{' || peek() == '[') {
            if (!open()) {
                return;
            }
        }
        switch (peek()) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    /** Opens a bracket; false if it is closed again at once. */
    private boolean open() throws MalformedInput {
        if (depth == closers.length) {
            throw expected("no more than " + closers.length + " levels");
        }
        char closer = text.charAt(position++) == '{' ? '}' : ']';
        blanks();
        if (accept(closer)) {
            return false;
        }
        closers[depth++] = closer;
        key();
        return true;
    }

    /** After a value: closes all brackets that end here; true after a comma, false when none is open any more. */
    private boolean anotherValueFollows() throws MalformedInput {
        blanks();
        while (depth > 0) {
            if (accept(',')) {
                blanks();
                key();
                return true;
            }
            require(closers[depth - 1]);
            depth--;
            blanks();
        }
        return false;
    }

    /** In an object: the name before a value. */
    private void key() throws MalformedInput {
        if (closers[depth - 1] == '}') {
            string();
            blanks();
            require(':');
            blanks();
        }
    }

    private void string() throws MalformedInput {
        require('"');
        while (!accept('"')) {
            if (accept('\\')) {
                escape();
            } else if (position == text.length() || text.charAt(position) < ' ') {
                throw expected("a character of a string");
            } else {
                position++;
            }
        }
    }

    private void escape() throws MalformedInput {
        if (accept('u')) {
            for (int i = 0; i < 4; i++) {
                if (!isHexDigit(peek())) {
                    throw expected("a hexadecimal digit");
                }
                position++;
            }
        } else if ("\"\\/bfnrt".indexOf(peek()) >= 0) {
            position++;
        } else {
            throw expected("an escape");
        }
    }

    private void number() throws MalformedInput {
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
    }

    private void digits() throws MalformedInput {
        if (!isDigit(peek())) {
            throw expected("a value or a digit");
        }
        while (isDigit(peek())) {
            position++;
        }
    }

    private void word(String word) throws MalformedInput {
        if (!text.startsWith(word, position)) {
            throw expected(word);
        }
        position += word.length();
    }

    private void blanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    private void require(char wanted) throws MalformedInput {
        if (!accept(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    /** The next character, or one that means nothing outside of strings. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private MalformedInput expected(String what) {
        String found = position < text.length() ? "something else" : "the end";
        return new MalformedInput(
                "expected JSON with " + what + ", found " + found + " at character " + position + " of a state");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
