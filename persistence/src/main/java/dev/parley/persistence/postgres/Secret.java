package dev.parley.persistence.postgres;

/** A text that must not be seen. It has no value in logs, messages and comparisons; only who needs it asks for it. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "…";
    }
}
