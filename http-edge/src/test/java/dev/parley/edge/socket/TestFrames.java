package dev.parley.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.engine.lib0.Encoder;
import java.util.HexFormat;

/** Frames of y-websocket that tests send and expect. */
final class TestFrames {
    static final String STEP_1 = "00000100";
    static final String EMPTY_STEP_2 = "0001020000";
    static final String NOBODY = "010100";

    private TestFrames() {}

    /** The first update of a client, which writes so many letters into the text "t". */
    static byte[] update(int client, int letters) {
        var update = new Encoder();
        update.writeBytes(bytes("01 01"));
        update.writeVarUint(client);
        update.writeBytes(bytes("00 04 01 01 74"));
        update.writeVarBytes("x".repeat(letters).getBytes(UTF_8));
        update.writeVarUint(0);
        var frame = new Encoder();
        frame.writeBytes(bytes("00 02"));
        frame.writeVarBytes(update.toBytes());
        return frame.toBytes();
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
