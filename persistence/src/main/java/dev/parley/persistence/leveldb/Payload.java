package dev.parley.persistence.leveldb;

/**
 * An object as bytes, with what it takes to make it again.
 *
 * @param serializer the number of the serializer that wrote it
 * @param manifest what that serializer calls its kind
 * @param bytes never altered once they are here
 */
public record Payload(int serializer, String manifest, byte[] bytes) {}
