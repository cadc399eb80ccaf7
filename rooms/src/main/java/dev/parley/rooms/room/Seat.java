package dev.parley.rooms.room;

/** A participant's place in one room on one connection; the number tells apart several seats of one connection. */
public record Seat(String connection, int number) {
    @Override
    public String toString() {
        return connection + "/" + number;
    }
}
