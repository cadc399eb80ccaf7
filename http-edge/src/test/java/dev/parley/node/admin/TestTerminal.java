package dev.parley.node.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** A terminal in memory. */
public final class TestTerminal implements Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final InputStream input;

    public TestTerminal() {
        this(new byte[0]);
    }

    TestTerminal(byte[] input) {
        this.input = new ByteArrayInputStream(input);
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public OutputStream file(int number) {
        return file;
    }

    @Override
    public InputStream input(int number) {
        return input;
    }

    public String said() {
        return out.toString(UTF_8);
    }

    public String complaints() {
        return err.toString(UTF_8);
    }

    byte[] written() {
        return file.toByteArray();
    }
}
