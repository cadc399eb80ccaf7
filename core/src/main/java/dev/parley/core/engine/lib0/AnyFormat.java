package dev.parley.core.engine.lib0;

import dev.parley.core.engine.MalformedInput;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A value as lib0's "any": a byte that says of what kind it is, then the value. How deep values lie in each other is limited by the
 * caller only, and costs no stack. Memory is taken for what is there, whatever is announced: the smallest objects, which take the
 * most, come to about a hundred bytes for each byte.
 *
 * <pre>{@code
 * var out = new Encoder();
 * AnyFormat.write(out, Any.of(List.of(1, "two")));
 * Any same = AnyFormat.read(new Decoder(out.toBytes()), 10);
 * }</pre>
 */
public final class AnyFormat {
    static final int UNDEFINED = 127;
    static final int NULL = 126;
    static final int WHOLE = 125;
    static final int FLOAT32 = 124;
    static final int FLOAT64 = 123;
    static final int BIGINT = 122;
    static final int FALSE = 121;
    static final int TRUE = 120;
    static final int STRING = 119;
    static final int OBJECT = 118;
    static final int ARRAY = 117;
    static final int BYTES = 116;

    private AnyFormat() {}

    /** Reads a value with at most {@code maxDepth} arrays and objects inside each other. */
    public static Any read(Decoder in, int maxDepth) throws MalformedInput {
        int kind = in.readByte();
        return isNested(kind) ? new AnyReader(in, maxDepth).read(kind) : readScalar(in, kind);
    }

    /**
     * Goes over a value that {@link #read} would read, without keeping it. Answers whether its bytes are those that {@link #write}
     * would write for it: others are the same value in another form.
     */
    public static boolean skip(Decoder in, int maxDepth) throws MalformedInput {
        int kind = in.readByte();
        return isNested(kind) ? new AnySkipper(in, maxDepth).skip(kind) : skipScalar(in, kind);
    }

    /** Writes a value in the one form that lib0 would give it; an object's members in JavaScript's order. */
    public static void write(Encoder out, Any value) {
        Deque<Walk> open = new ArrayDeque<>(0);
        write(out, value, open);
        while (!open.isEmpty()) {
            var innermost = open.element();
            if (innermost.hasNext()) {
                var next = innermost.next();
                if (innermost.isObject()) {
                    out.writeVarString(innermost.name());
                }
                write(out, next, open);
            } else {
                open.remove();
            }
        }
    }

    private static void write(Encoder out, Any value, Deque<Walk> open) {
        switch (value) {
            case Any.Undefined undefined -> out.writeByte(UNDEFINED);
            case Any.Null none -> out.writeByte(NULL);
            case Any.Bool bool -> out.writeByte(bool.value() ? TRUE : FALSE);
            case Any.Num number -> writeNumber(out, number.value());
            case Any.BigInt number -> {
                out.writeByte(BIGINT);
                out.writeBigInt64(number.value());
            }
            case Any.Str text -> {
                out.writeByte(STRING);
                out.writeVarString(text.value());
            }
            case Any.Bytes bytes -> {
                out.writeByte(BYTES);
                out.writeVarBytes(bytes.value());
            }
            case Any.Arr array -> {
                out.writeByte(ARRAY);
                out.writeVarUint(array.items().size());
                open.push(Walk.over(array));
            }
            case Any.Obj object -> {
                out.writeByte(OBJECT);
                out.writeVarUint(object.members().size());
                open.push(Walk.over(object));
            }
        }
    }

    private static void writeNumber(Encoder out, double number) {
        if (isWhole(number)) {
            out.writeByte(WHOLE);
            out.writeVarInt(isNegativeZero(number) ? Decoder.NEGATIVE_ZERO : (long) number);
        } else if (isSingle(number)) {
            out.writeByte(FLOAT32);
            out.writeFloat32((float) number);
        } else {
            out.writeByte(FLOAT64);
            out.writeFloat64(number);
        }
    }

    static boolean isNested(int kind) {
        return kind == ARRAY || kind == OBJECT;
    }

    static Any readScalar(Decoder in, int kind) throws MalformedInput {
        return switch (kind) {
            case UNDEFINED -> Any.UNDEFINED;
            case NULL -> Any.NULL;
            case TRUE -> Any.TRUE;
            case FALSE -> Any.FALSE;
            case WHOLE -> {
                long number = in.readVarInt();
                yield new Any.Num(number == Decoder.NEGATIVE_ZERO ? -0.0 : number);
            }
            case FLOAT32 -> new Any.Num(in.readFloat32());
            case FLOAT64 -> new Any.Num(in.readFloat64());
            case BIGINT -> new Any.BigInt(in.readBigInt64());
            case STRING -> new Any.Str(in.readVarString());
            case BYTES -> new Any.Bytes(in.readVarBytes());
            default -> throw unknown(in, kind);
        };
    }

    static boolean skipScalar(Decoder in, int kind) throws MalformedInput {
        return switch (kind) {
            case UNDEFINED, NULL, TRUE, FALSE -> true;
            case WHOLE -> {
                int start = in.position();
                long number = in.readVarInt();
                yield isMinimal(in, start)
                        && (number == Decoder.NEGATIVE_ZERO || Math.abs(number) <= Integer.MAX_VALUE);
            }
            case FLOAT32 -> {
                float number = in.readFloat32();
                yield !Float.isNaN(number) && !isWhole(number);
            }
            case FLOAT64 -> {
                long bits = in.readBigInt64();
                double number = Double.longBitsToDouble(bits);
                yield !isWhole(number) && !isSingle(number) && bits == Double.doubleToLongBits(number);
            }
            case BIGINT -> {
                in.skip(Long.BYTES);
                yield true;
            }
            case STRING -> skipText(in);
            case BYTES -> {
                int start = in.position();
                int length = in.readLength();
                boolean minimal = isMinimal(in, start);
                in.skip(length);
                yield minimal;
            }
            default -> throw unknown(in, kind);
        };
    }

    private static boolean skipText(Decoder in) throws MalformedInput {
        int start = in.position();
        int length = in.readLength();
        boolean minimal = isMinimal(in, start);
        skipUtf8(in, length);
        return minimal;
    }

    static void skipUtf8(Decoder in, int length) throws MalformedInput {
        Utf8.scan(in.array(), in.position(), in.position() + length);
        in.skip(length);
    }

    /** Whether the number that was read last, from {@code start} on, ends without a group of zeros that it does not need. */
    static boolean isMinimal(Decoder in, int start) {
        return in.position() == start + 1 || in.array()[in.position() - 1] != 0;
    }

    /** How many items or members are announced: never more than could be there. */
    static int readCount(Decoder in, int bytesEach) throws MalformedInput {
        int start = in.position();
        long count = in.readVarUint();
        if (count > in.remaining() / bytesEach) {
            throw new MalformedInput("expected " + count + " values after the count at byte " + start + ", found only "
                    + in.remaining() + " bytes");
        }
        return (int) count;
    }

    /** What lib0 writes as a varInt, -0 too. */
    private static boolean isWhole(double number) {
        return (int) number == number && (int) number != Integer.MIN_VALUE;
    }

    private static boolean isSingle(double number) {
        return (float) number == number;
    }

    private static boolean isNegativeZero(double number) {
        return number == 0 && Double.doubleToRawLongBits(number) != 0;
    }

    private static MalformedInput unknown(Decoder in, int kind) {
        return new MalformedInput("expected a kind of value from " + BYTES + " to " + UNDEFINED + ", found " + kind
                + " at byte " + (in.position() - 1));
    }

    static MalformedInput tooDeep(Decoder in, int maxDepth) {
        return new MalformedInput("expected no more than " + maxDepth
                + " values inside each other, found another at byte " + (in.position() - 1));
    }
}
