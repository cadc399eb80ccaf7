package dev.parley.core.engine;

import java.util.HexFormat;

/** Bytes as tests write them. */
public final class Hex {
    private Hex() {}

    /** Blanks are for the reader. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
