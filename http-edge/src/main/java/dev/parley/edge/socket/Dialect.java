package dev.parley.edge.socket;

import dev.parley.core.engine.MalformedInput;
import dev.parley.rooms.connection.ClientMessage;
import dev.parley.rooms.connection.Ending;
import dev.parley.rooms.connection.ServerMessage;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What the messages of one socket mean: a wire protocol, turned into the words of connections and back. One for each socket. */
public interface Dialect {
    /** What the client has said by connecting at all, if anything. */
    @Nullable
    ClientMessage greeting();

    /** What a binary message says; nothing, if it is one that may be ignored. The bytes are the reader's to keep. */
    @Nullable
    ClientMessage read(byte[] message) throws MalformedInput;

    /** The binary messages that say this, in their order, each made when it is asked for: together they may be large. */
    Iterator<byte[]> write(ServerMessage.Told message);

    /** A message that means nothing, for clients that take a silent server for dead. */
    byte[] keepAlive();

    CloseCode closeCode(Ending reason);
}
