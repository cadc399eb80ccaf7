package dev.parley.core.engine.struct;

/**
 * What an item stands in. Inside a document that is a {@link Branch}, or a {@link Run} of a branch that has an index. In an update
 * it is what the bytes say: the name of a root, the ID of the item that holds the type, or nothing at all if a neighbour knows it.
 */
public sealed interface Parent permits Branch, Run, Parent.Root, Parent.Held {
    record Root(String name) implements Parent {}

    record Held(Client client, long clock) implements Parent {}
}
