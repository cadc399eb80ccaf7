package dev.parley.persistence.leveldb;

import com.typesafe.config.Config;
import java.time.Duration;

/** The limits of the journal; {@code reference.conf} says what each means and why it is what it is. Sizes are in bytes. */
public record StoreSettings(Limit queue, Limit batch, Limit page, Duration witnessEvery, Disk disk) {
    /** So many entries, and so many bytes of them. */
    public record Limit(int count, long bytes) {
        private static Limit from(Config config, String key) {
            int count = config.getInt(key + ".count");
            long bytes = config.getBytes(key + ".bytes");
            require(count >= 1, key + ".count must be at least 1");
            require(bytes >= 1, key + ".bytes must be at least 1 byte");
            return new Limit(count, bytes);
        }
    }

    /** Below which free space nothing is written: the smaller of free and percent, but not less than atLeast. */
    public record Disk(long free, int percent, long atLeast, long startWith, long ballast, Duration ballastEvery) {
        private static Disk from(Config config) {
            int percent = config.getInt("percent");
            require(percent >= 0 && percent < 100, "disk.percent must be from 0 to 99");
            return new Disk(
                    config.getBytes("free"),
                    percent,
                    config.getBytes("at-least"),
                    config.getBytes("start-with"),
                    config.getBytes("ballast"),
                    positive(config, "ballast-every"));
        }

        long threshold(long total) {
            return Math.max(atLeast, Math.min(free, total / 100 * percent));
        }
    }

    /** Reads the section {@code parley.leveldb}. */
    public static StoreSettings from(Config config) {
        return new StoreSettings(
                Limit.from(config, "queue"),
                Limit.from(config, "batch"),
                Limit.from(config, "page"),
                positive(config, "witness-every"),
                Disk.from(config.getConfig("disk")));
    }

    private static Duration positive(Config config, String key) {
        var duration = config.getDuration(key);
        require(duration.isPositive(), key + " must be positive");
        return duration;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("parley.leveldb: " + otherwise);
        }
    }
}
