package dev.parley.persistence.keys;

import dev.parley.core.engine.MalformedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The operator's key, in which content keys are wrapped, so that a stolen disk doesn't open any room. */
public final class MasterKey {
    static final int WRAPPING = 12 + 16;

    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /**
     * A master key.
     *
     * @param secret of 32 bytes, from a secure source of chance
     */
    public MasterKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
        }
        this.key = new SecretKeySpec(secret, "AES");
    }

    /** Reads a file that holds the base64 form of 32 bytes, and maybe a line break. */
    public static MasterKey read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        try {
            return new MasterKey(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            // Without its message, which would show of the key what it didn't like.
            throw new IOException("the file does not hold " + BYTES + " bytes in base64");
        }
    }

    byte[] wrap(byte[] secret) {
        try {
            var nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
            var wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    byte[] unwrap(byte[] wrapped) throws MalformedInput {
        if (wrapped.length < WRAPPING) {
            throw new MalformedInput("a wrapped key of " + wrapped.length + " bytes");
        }
        try {
            var nonce = Arrays.copyOf(wrapped, NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(wrapped, NONCE, wrapped.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new MalformedInput("a content key that is wrapped in another master key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** Never what it is. */
    @Override
    public String toString() {
        return "master key";
    }
}
