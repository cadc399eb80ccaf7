package dev.parley.rooms.room;

import java.time.Duration;

/** What rooms count. The edge gives this a form that operators can read; nothing here may name a room or a person. */
public interface RoomMeters {
    void roomOpened();

    void roomClosed();

    void seatTaken();

    void seatLeft();

    /** A batch is in the journal, so long after the lobby handed it over. */
    void batchJournaled(int changes, long bytes, Duration took);

    void refused(Refusal reason);
}
