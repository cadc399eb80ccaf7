package dev.parley.persistence.history;

/** The end of a history that isn't whole, after all of it that is; the message is a sentence's part. */
public final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(String what) {
        super(what);
    }
}
