package dev.parley.core.engine;

/** The name of one unit that was ever inserted: who, and the how-manieth of that client. */
public record Id(long client, long clock) {}
