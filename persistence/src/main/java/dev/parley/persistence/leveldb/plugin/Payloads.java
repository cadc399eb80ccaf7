package dev.parley.persistence.leveldb.plugin;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.Tagged;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import dev.parley.persistence.leveldb.NewEvent;
import dev.parley.persistence.leveldb.Payload;
import dev.parley.persistence.leveldb.StoredEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Objects as bytes, by the serializers that the actor system has, and back. */
final class Payloads {
    private final Serialization serialization;

    Payloads(ActorSystem system) {
        this.serialization = SerializationExtension.get(system);
    }

    /** What is stored of an event; throws whatever its serializer throws. */
    NewEvent newEvent(PersistentRepr event) {
        var tagged = event.payload() instanceof Tagged t ? t : null;
        Set<String> tags = tagged == null ? Set.of() : CollectionConverters.asJava(tagged.tags());
        return new NewEvent(
                event.sequenceNr(),
                event.writerUuid(),
                event.manifest(),
                tags,
                toBytes(tagged == null ? event.payload() : tagged.payload()),
                optionalToBytes(event.metadata()));
    }

    PersistentRepr recovered(StoredEvent stored) {
        var event = stored.event();
        var repr = PersistentRepr.apply(
                        toObject(event.payload()),
                        stored.sequence(),
                        stored.persistenceId(),
                        event.manifest(),
                        false,
                        ActorRef.noSender(),
                        event.writer())
                .withTimestamp(stored.timestamp());
        var metadata = event.metadata();
        return metadata == null ? repr : repr.withMetadata(toObject(metadata));
    }

    Payload toBytes(Object object) {
        var serializer = serialization.findSerializerFor(object);
        var bytes = serialization.serialize(object).get();
        return new Payload(serializer.identifier(), Serializers.manifestFor(serializer, object), bytes);
    }

    @Nullable
    Payload optionalToBytes(Option<Object> object) {
        return object.isEmpty() ? null : toBytes(object.get());
    }

    Object toObject(Payload payload) {
        return serialization
                .deserialize(payload.bytes(), payload.serializer(), payload.manifest())
                .get();
    }
}
