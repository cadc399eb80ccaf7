package dev.parley.core.presence;

import java.time.Duration;

/**
 * What the presence of one room may cost.
 *
 * @param statesPerUpdate states in one awareness update; at least {@code statesPerRoom}, because clients send back everything
 *     that they are told, also everybody at once
 * @param stateBytes bytes of one state's JSON text
 * @param stateDepth arrays and objects inside each other in one state: other clients walk it by recursion
 * @param statesPerRoom clients present at the same time, and as many more that are gone and remembered
 * @param clockStep how far a known clock may jump at once: who raises it to the end silences that client for good
 * @param silence the time without news after which a client is gone
 */
public record PresenceLimits(
        int statesPerUpdate, int stateBytes, int stateDepth, int statesPerRoom, long clockStep, Duration silence) {
    public PresenceLimits {
        requirePositive("statesPerUpdate", statesPerUpdate);
        requirePositive("stateBytes", stateBytes);
        requirePositive("stateDepth", stateDepth);
        requirePositive("statesPerRoom", statesPerRoom);
        requirePositive("clockStep", clockStep);
        if (statesPerUpdate < statesPerRoom) {
            throw new IllegalArgumentException("statesPerUpdate must be at least statesPerRoom (" + statesPerRoom
                    + "), because clients send back the states of everybody, but is " + statesPerUpdate);
        }
        if (!silence.isPositive()) {
            throw new IllegalArgumentException("silence must be longer than nothing, but is " + silence);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
