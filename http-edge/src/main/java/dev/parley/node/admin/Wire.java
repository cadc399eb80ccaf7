package dev.parley.node.admin;

import dev.parley.core.engine.MalformedInput;
import dev.parley.core.engine.lib0.Decoder;
import dev.parley.core.engine.lib0.Encoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames as bytes, in both directions.
 *
 * <pre>
 * greeting = "PARLEYA"  version:byte            each end sends it first; another version is not spoken with
 * frame    = kind:byte  length:int32  payload   of 64 KiB at most
 *
 * client:  1 command       count:varUint  count × argument:varString   once
 *          2 input         bytes, none at the end                      once for each 19
 * node:   16 out, 17 err   bytes
 *         18 file          number:byte  bytes
 *         19 input wanted  number:byte  anew:byte
 *         20 exit          status:byte                                 once, at the end
 * </pre>
 *
 * A node asks for input when it has room for it, and whoever doesn't read what it says keeps only his own command waiting: nothing is
 * queued on either end.
 */
final class Wire {
    /** The longest payload: a page of a file, and more than all arguments together. */
    static final int MOST = 64 << 10;

    /** More than any command takes. */
    static final int MOST_ARGUMENTS = 64;

    private static final byte[] NAME = "PARLEYA".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 2;
    private static final int HEADER = 1 + Integer.BYTES;

    private final InputStream in;
    private final OutputStream out;

    Wire(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Exchanges greetings. */
    void greet() throws IOException, MalformedInput {
        var ours = Arrays.copyOf(NAME, NAME.length + 1);
        ours[NAME.length] = VERSION;
        out.write(ours);
        out.flush();
        var theirs = exactly(ours.length);
        if (!Arrays.equals(NAME, 0, NAME.length, theirs, 0, NAME.length)) {
            throw new MalformedInput("the other end does not speak Parley's admin protocol");
        }
        int version = theirs[NAME.length];
        if (version != VERSION) {
            throw new MalformedInput(
                    "the other end is of another release: it speaks version " + version + ", not " + VERSION);
        }
    }

    /** Sends one; what the other end would refuse is a mistake of ours. */
    void send(Frame frame) throws IOException {
        switch (frame) {
            case Frame.Command f -> send(1, bytesOf(f.arguments()));
            case Frame.Input f -> send(2, f.bytes());
            case Frame.Out f -> send(16, f.bytes());
            case Frame.Err f -> send(17, f.bytes());
            case Frame.FileBytes f -> send(18, numbered(f.number(), f.bytes()));
            case Frame.InputWanted f -> send(19, numbered(f.number(), new byte[] {(byte) (f.anew() ? 1 : 0)}));
            case Frame.Exit f -> send(20, new byte[] {(byte) f.status()});
        }
    }

    private void send(int kind, byte[] payload) throws IOException {
        if (payload.length > MOST) {
            throw new IllegalArgumentException("a frame of " + payload.length + " bytes, but " + MOST + " is the most");
        }
        var frame = ByteBuffer.allocate(HEADER + payload.length);
        frame.put((byte) kind).putInt(payload.length).put(payload);
        out.write(frame.array());
        out.flush();
    }

    private static byte[] numbered(int number, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length)
                .put((byte) number)
                .put(bytes)
                .array();
    }

    private static int number(byte[] payload) throws MalformedInput {
        if (payload.length == 0) {
            throw new MalformedInput("a frame that lacks the number of a file");
        }
        return payload[0] & 0xff;
    }

    private static byte[] bytesOf(List<String> arguments) {
        var bytes = new Encoder();
        bytes.writeVarUint(arguments.size());
        arguments.forEach(bytes::writeVarString);
        if (arguments.size() > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("a command with " + arguments.size() + " arguments");
        }
        return bytes.toBytes();
    }

    Frame.Request readRequest() throws IOException, MalformedInput {
        if (read() instanceof Frame.Request request) {
            return request;
        }
        throw new MalformedInput("an answer where a request belongs");
    }

    Frame.Answer readAnswer() throws IOException, MalformedInput {
        if (read() instanceof Frame.Answer answer) {
            return answer;
        }
        throw new MalformedInput("a request where an answer belongs");
    }

    private Frame read() throws IOException, MalformedInput {
        var header = ByteBuffer.wrap(exactly(HEADER));
        int kind = header.get();
        int length = header.getInt();
        if (length < 0 || length > MOST) {
            throw new MalformedInput("a frame of " + length + " bytes, but " + MOST + " is the most");
        }
        var payload = exactly(length);
        return switch (kind) {
            case 1 -> new Frame.Command(arguments(payload));
            case 2 -> new Frame.Input(payload);
            case 16 -> new Frame.Out(payload);
            case 17 -> new Frame.Err(payload);
            case 18 -> new Frame.FileBytes(number(payload), Arrays.copyOfRange(payload, 1, payload.length));
            case 19 -> new Frame.InputWanted(number(payload), payload.length == 2 && payload[1] == 1);
            case 20 -> new Frame.Exit(status(payload));
            default -> throw new MalformedInput("a frame of kind " + kind + ", which this release doesn't know");
        };
    }

    private static List<String> arguments(byte[] payload) throws MalformedInput {
        var bytes = new Decoder(payload);
        long count = bytes.readVarUint();
        if (count > MOST_ARGUMENTS) {
            throw new MalformedInput("a command with " + count + " arguments, but " + MOST_ARGUMENTS + " is the most");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(bytes.readVarString());
        }
        return arguments;
    }

    private static int status(byte[] payload) throws MalformedInput {
        if (payload.length != 1) {
            throw new MalformedInput("an exit status of " + payload.length + " bytes");
        }
        return payload[0] & 0xff;
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the other end has gone");
        }
        return bytes;
    }
}
