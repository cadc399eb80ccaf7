package dev.parley.core.engine.lib0;

import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Values of all kinds, small and nested. Their texts have no lone surrogates, so that all of them survive being written. */
final class Anys {
    private static final int MAX_DEPTH = 4;

    private static final Arbitrary<String> TEXTS = Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(12),
            Arbitraries.strings().withCharRange(' ', '\u017f').ofMaxLength(12),
            Arbitraries.of("", "\u0000", "\"\\/\b\f\n\r\t", "\u2028", "\ufeffbom", "\ufffd", "日本語", "a😀b"));

    private static final Arbitrary<String> KEYS = Arbitraries.oneOf(
            TEXTS, Arbitraries.of("0", "1", "2", "10", "01", "-1", "1.0", "4294967294", "4294967295", "toString"));

    private static final Arbitrary<Any> SCALARS = Arbitraries.oneOf(
            Arbitraries.of(Any.UNDEFINED, Any.NULL, Any.TRUE, Any.FALSE),
            numbers().map(Any.Num::new),
            Arbitraries.longs().map(Any.BigInt::new),
            TEXTS.map(Any.Str::new),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(8).map(Any.Bytes::new));

    private Anys() {}

    static Arbitrary<Any> values() {
        return nested(MAX_DEPTH);
    }

    static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(Integer::doubleValue),
                Arbitraries.longs().map(Long::doubleValue),
                Arbitraries.longs().map(Double::longBitsToDouble),
                Arbitraries.integers().map(bits -> (double) Float.intBitsToFloat(bits)),
                Arbitraries.of(0.0, -0.0, 0.1, 1e21, 1e-7, 0x1p31, -0x1p31, 0x1p53, 0x1p53 - 1, Double.NaN),
                Arbitraries.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    }

    /** What JSON can hold. */
    static Arbitrary<Any> jsonValues() {
        return values().map(Anys::withoutWhatJsonLacks);
    }

    private static Any withoutWhatJsonLacks(Any value) {
        return switch (value) {
            case Any.Undefined undefined -> Any.NULL;
            case Any.BigInt number -> new Any.Num(number.value());
            case Any.Bytes bytes -> Any.TRUE;
            case Any.Num number -> Double.isFinite(number.value()) ? new Any.Num(number.value() + 0.0) : Any.FALSE;
            case Any.Arr array ->
                new Any.Arr(
                        array.items().stream().map(Anys::withoutWhatJsonLacks).toList());
            case Any.Obj object -> {
                var members = new LinkedHashMap<String, Any>();
                object.members().forEach((name, member) -> members.put(name, withoutWhatJsonLacks(member)));
                yield new Any.Obj(members);
            }
            case Any scalar -> scalar;
        };
    }

    private static Arbitrary<Any> nested(int depth) {
        if (depth == 0) {
            return SCALARS;
        }
        var inner = Arbitraries.lazy(() -> nested(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(3, SCALARS),
                Tuple.of(1, inner.list().ofMaxSize(4).map(Any.Arr::new)),
                Tuple.of(
                        1,
                        Arbitraries.maps(KEYS, inner)
                                .ofMaxSize(4)
                                .map(members -> new Any.Obj(new LinkedHashMap<>(members)))));
    }

    /** The bytes of these values, one behind the other. */
    static byte[] written(List<Any> values) {
        var out = new Encoder();
        values.forEach(value -> AnyFormat.write(out, value));
        return out.toBytes();
    }

    static byte[] written(Any value) {
        return written(List.of(value));
    }
}
