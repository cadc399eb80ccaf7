package dev.parley.core.event;

import dev.parley.core.engine.MalformedInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that a room's contents are sealed with. Destroying it is how a room is erased: from its journal, from its checkpoints and
 * from backups that nobody can reach any more. A room gets a new number with each new key.
 *
 * <p>Sealing is AES-256 in GCM, with a key derived for each use and a nonce that is made of the epoch and the number of the event: an
 * epoch writes an event once, and replaces it once, so no nonce comes twice under a key.
 */
public final class ContentKey {
    public static final int BYTES = 32;

    /** More than any room gets, and no next one can be out of range. */
    public static final long MAX_NUMBER = 1L << 48;

    /** What a sealed text is longer than the plain one. */
    private static final int SEAL = 16;

    private static final int NONCE = 12;

    /** Half of a nonce. An epoch begins as milliseconds since 1970: these hold nine thousand years of them. */
    private static final int COUNT_BITS = 48;

    /** What is sealed; each use has a key of its own. */
    enum Use {
        EVENT,
        /** In the place of an event that the same epoch may have written. */
        REPLACEMENT,
        CHECKPOINT
    }

    private final long number;
    private final byte[] secret;
    private final SecretKeySpec eventKey;
    private final SecretKeySpec replacementKey;
    private final SecretKeySpec checkpointKey;

    /** The one that opened last, if it isn't at work: finding one costs more than to open an event with it. */
    private final AtomicReference<@Nullable Cipher> opener = new AtomicReference<>();

    /**
     * @param number from 1: 0 says that something is not sealed
     * @param secret from a secure source of chance
     */
    public ContentKey(long number, byte[] secret) {
        if (number < 1) {
            throw new IllegalArgumentException("content keys are counted from 1, not " + number);
        }
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a content key has " + BYTES + " bytes");
        }
        this.number = number;
        this.secret = secret.clone();
        this.eventKey = derive(Use.EVENT);
        this.replacementKey = derive(Use.REPLACEMENT);
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
        if (!isCountable(epoch) || !isCountable(sequence)) {
            throw new IllegalArgumentException("no nonce for event " + sequence + " of epoch " + epoch);
        }
        try {
            var cipher = newCipher();
            start(cipher, Cipher.ENCRYPT_MODE, use, epoch, sequence, context);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    byte[] open(Use use, long epoch, long sequence, byte[] context, byte[] sealed) throws MalformedInput {
        if (!isCountable(epoch) || !isCountable(sequence)) {
            throw new MalformedInput(
                    "sealed as event " + sequence + " of epoch " + epoch + ", which no writer comes to");
        }
        try {
            var idle = opener.getAndSet(null);
            var cipher = idle == null ? newCipher() : idle;
            start(cipher, Cipher.DECRYPT_MODE, use, epoch, sequence, context);
            var plain = cipher.doFinal(sealed);
            opener.set(cipher);
            return plain;
        } catch (AEADBadTagException e) {
            throw new MalformedInput("what is sealed is not what was sealed with this key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256 in GCM", e);
        }
    }

    private static Cipher newCipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }

    private void start(Cipher cipher, int mode, Use use, long epoch, long sequence, byte[] context)
            throws GeneralSecurityException {
        var key = switch (use) {
            case EVENT -> eventKey;
            case REPLACEMENT -> replacementKey;
            case CHECKPOINT -> checkpointKey;
        };
        cipher.init(mode, key, new GCMParameterSpec(8 * SEAL, nonce(epoch, sequence)));
        cipher.updateAAD(context);
    }

    /** Beyond, two numbers would share a nonce. */
    private static boolean isCountable(long number) {
        return number >>> COUNT_BITS == 0;
    }

    private static byte[] nonce(long epoch, long sequence) {
        return ByteBuffer.allocate(NONCE)
                .putLong((epoch << (Long.SIZE - COUNT_BITS)) | (sequence >>> Integer.SIZE))
                .putInt((int) sequence)
                .array();
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
