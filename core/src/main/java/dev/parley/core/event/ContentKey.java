package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that a room's contents are sealed with. Destroying it is how a room is erased: from its journal, from its checkpoints and
 * from backups that nobody can reach any more. A room gets a new number with each new key.
 *
 * <p>Sealing is AES-256 in GCM, with a key derived for each use and a nonce that is made of the epoch and the number of the event: an
 * epoch writes an event once, so no nonce comes twice under a key.
 */
public final class ContentKey {
    public static final int BYTES = 32;

    /** What a sealed text is longer than the plain one. */
    static final int SEAL = 16;

    private static final int NONCE = 12;
    private static final long NONCE_HALF = 1L << 48;

    /** What is sealed; each use has a key of its own. */
    enum Use {
        EVENT,
        CHECKPOINT
    }

    private final long number;
    private final byte[] secret;
    private final SecretKeySpec eventKey;
    private final SecretKeySpec checkpointKey;

    /** @param secret from a secure source of chance */
    public ContentKey(long number, byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a content key has " + BYTES + " bytes");
        }
        this.number = number;
        this.secret = secret.clone();
        this.eventKey = derive(Use.EVENT);
        this.checkpointKey = derive(Use.CHECKPOINT);
    }

    public long number() {
        return number;
    }

    /** For the place where keys are kept. */
    public byte[] secret() {
        return secret.clone();
    }

    byte[] seal(Use use, long epoch, long sequence, byte[] context, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, use, epoch, sequence, context).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    byte[] open(Use use, long epoch, long sequence, byte[] context, byte[] sealed) throws MalformedInput {
        try {
            return cipher(Cipher.DECRYPT_MODE, use, epoch, sequence, context).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new MalformedInput("what is sealed is not what was sealed with this key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    private Cipher cipher(int mode, Use use, long epoch, long sequence, byte[] context)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var key = switch (use) {
            case EVENT -> eventKey;
            case CHECKPOINT -> checkpointKey;
        };
        cipher.init(mode, key, new GCMParameterSpec(8 * SEAL, nonce(epoch, sequence)));
        cipher.updateAAD(context);
        return cipher;
    }

    private static byte[] nonce(long epoch, long sequence) {
        var both = ByteBuffer.allocate(2 * Long.BYTES);
        both.putLong(0, epoch % NONCE_HALF << 16 | sequence % NONCE_HALF >>> 32).putInt(Long.BYTES, (int) sequence);
        return Arrays.copyOf(both.array(), NONCE);
    }

    private SecretKeySpec derive(Use use) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal(("parley " + use.name()).getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (InvalidKeyException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    /** Never what it is. */
    @Override
    public String toString() {
        return "content key " + number;
    }
}
