package dev.parley.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A frame of RFC 6455 as it goes over the wire, legal or not. */
public record WireFrame(int opcode, boolean fin, int reserved, boolean masked, byte[] payload) {
    /** The key of the standard's own example. */
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    public static WireFrame of(int opcode, byte... payload) {
        return new WireFrame(opcode, true, 0, true, payload);
    }

    public static WireFrame binary(byte... payload) {
        return of(Assembly.BINARY, payload);
    }

    public static WireFrame continuation(byte... payload) {
        return of(Assembly.CONTINUATION, payload);
    }

    public static WireFrame text(String text) {
        return of(Assembly.TEXT, text.getBytes(UTF_8));
    }

    public static WireFrame ping(byte... payload) {
        return of(Assembly.PING, payload);
    }

    public static WireFrame pong() {
        return of(Assembly.PONG);
    }

    public static WireFrame close(int code) {
        return of(Assembly.CLOSE, (byte) (code >> 8), (byte) code);
    }

    /** The same as a fragment that others follow. */
    public WireFrame unfinished() {
        return new WireFrame(opcode, false, reserved, masked, payload);
    }

    public WireFrame unmasked() {
        return new WireFrame(opcode, fin, reserved, false, payload);
    }

    /** The same with reserved bits set, 1 to 7. */
    public WireFrame reserved(int bits) {
        return new WireFrame(opcode, fin, bits, masked, payload);
    }

    /** The code of a close frame; {@link Assembly#NO_CODE} if it has none. */
    public int closeCode() {
        return payload.length < 2 ? Assembly.NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header(payload.length));
        for (int i = 0; i < payload.length; i++) {
            bytes.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return bytes.toByteArray();
    }

    /** The header of this frame, with a length of its own. */
    public byte[] header(long length) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write((fin ? 0x80 : 0) | (reserved << 4) | opcode);
            int mask = masked ? 0x80 : 0;
            if (length < 126) {
                out.write((int) (mask | length));
            } else if (length < 0x10000) {
                out.write(mask | 126);
                out.writeShort((int) length);
            } else {
                out.write(mask | 127);
                out.writeLong(length);
            }
            if (masked) {
                out.write(MASK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The next frame of a server; null where there is none any more. */
    public static @Nullable WireFrame read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        var rest = new DataInputStream(in);
        int second = rest.readUnsignedByte();
        int length = second & 0x7f;
        if (length == 126) {
            length = rest.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(rest.readLong());
        }
        var payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the connection ended within a frame");
        }
        return new WireFrame(first & 0xf, (first & 0x80) != 0, (first >> 4) & 7, (second & 0x80) != 0, payload);
    }
}
