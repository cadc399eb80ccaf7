package dev.parley.persistence.postgres;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalSpec;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * Akka's own demands on a journal, with Akka's own plugin on our schema. Events that cannot be serialised fail the write as a whole
 * instead of being rejected one by one: that is how the plugin documents itself, and ours always can.
 */
public class PostgresTckJournalTest extends JavaJournalSpec {
    private static final long serialVersionUID = 1;

    static final String JAVA_OBJECTS = """
            akka.actor { provider = local, allow-java-serialization = on, warn-about-java-serializer-usage = off }
            """;

    public PostgresTckJournalTest() {
        super(database());
    }

    static Config database() {
        return ConfigFactory.parseString(JAVA_OBJECTS).withFallback(TestServer.journal());
    }

    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
        return CapabilityFlag.off();
    }
}
