package dev.parley.core.engine.lib0;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which JavaScript goes over an object's members: first the keys that could be indexes of an array, by their number,
 * then the others as they were put in.
 */
final class KeyOrder {
    /** What reading an "any" object can't put in: assigning to it changes the object's prototype. */
    static final String PROTO = "__proto__";

    private static final long MAX_INDEX = 0xffff_fffeL;
    private static final int MAX_DIGITS = 10;

    private KeyOrder() {}

    /** The same members in that order: the same map, if they are in it already. */
    static Map<String, Any> ordered(Map<String, Any> members) {
        if (isOrdered(members)) {
            return members;
        }
        var indexed = new TreeMap<Long, Map.Entry<String, Any>>();
        for (var member : members.entrySet()) {
            long index = index(member.getKey());
            if (index >= 0) {
                indexed.put(index, member);
            }
        }
        Map<String, Any> ordered = LinkedHashMap.newLinkedHashMap(members.size());
        indexed.values().forEach(member -> ordered.put(member.getKey(), member.getValue()));
        members.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static boolean isOrdered(Map<String, Any> members) {
        long last = -1;
        boolean named = false;
        for (var key : members.keySet()) {
            long index = index(key);
            if (index < 0) {
                named = true;
            } else if (named || index < last) {
                return false;
            } else {
                last = index;
            }
        }
        return true;
    }

    /** The number that the key stands for as an index, or -1. */
    static long index(String key) {
        int length = key.length();
        if (length == 0 || length > MAX_DIGITS || (length > 1 && key.charAt(0) == '0')) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < length; i++) {
            int digit = key.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = 10 * index + digit;
        }
        return index <= MAX_INDEX ? index : -1;
    }

    /** The same for a key in UTF-8. */
    static long index(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0 || length > MAX_DIGITS || (length > 1 && bytes[from] == '0')) {
            return -1;
        }
        long index = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = 10 * index + digit;
        }
        return index <= MAX_INDEX ? index : -1;
    }
}
