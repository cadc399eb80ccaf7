package dev.parley.persistence.postgres;

/** What is asked of the way to the server; named as PostgreSQL's own clients name it. */
enum Tls {
    DISABLE("disable"),

    /** Nobody listens, but whoever stands in between can pretend to be the server. */
    REQUIRE("require"),

    VERIFY_FULL("verify-full");

    private final String word;

    Tls(String word) {
        this.word = word;
    }

    static Tls of(String word) {
        for (var mode : values()) {
            if (mode.word.equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "a TLS mode of PostgreSQL is disable, require or verify-full, and not '" + word + "'");
    }

    @Override
    public String toString() {
        return word;
    }
}
