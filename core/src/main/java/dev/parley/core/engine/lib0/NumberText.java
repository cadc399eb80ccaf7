package dev.parley.core.engine.lib0;

/**
 * Numbers as JavaScript writes them. Java finds the same digits, the fewest that tell a number from its neighbours, but puts the
 * point and the exponent elsewhere.
 */
final class NumberText {
    /** Whole numbers below are written the same way by both. */
    private static final double MAX_PLAIN = 1e15;

    /** From here on, JavaScript writes an exponent. */
    private static final int MAX_DIGITS_BEFORE_POINT = 21;

    /** Below so many zeros behind the point, JavaScript writes them. */
    private static final int MAX_ZEROS = 6;

    private NumberText() {}

    /** Of a finite number; -0 is 0. */
    static String of(double number) {
        if (Math.abs(number) < MAX_PLAIN && number == (long) number) {
            return Long.toString((long) number);
        }
        var magnitude = of(Decimal.of(Math.abs(number)));
        return number < 0 ? "-" + magnitude : magnitude;
    }

    private static String of(Decimal decimal) {
        var digits = decimal.digits();
        int length = digits.length();
        int point = decimal.point();
        if (point > 0 && point <= MAX_DIGITS_BEFORE_POINT) {
            return length <= point
                    ? digits + "0".repeat(point - length)
                    : digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point <= 0 && point > -MAX_ZEROS) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        return digits.charAt(0)
                + (length == 1 ? "" : "." + digits.substring(1))
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }

    /** 0.digits times ten to the power of {@code point}. */
    private record Decimal(String digits, int point) {

        static Decimal of(double positive) {
            var java = Double.toString(positive);
            int mantissaEnd = java.indexOf('E');
            int exponent = 0;
            if (mantissaEnd < 0) {
                mantissaEnd = java.length();
            } else {
                exponent = Integer.parseInt(java, mantissaEnd + 1, java.length(), 10);
            }
            int point = java.indexOf('.');
            var digits = java.substring(0, point) + java.substring(point + 1, mantissaEnd);
            int from = 0;
            while (digits.charAt(from) == '0') {
                from++;
            }
            int to = digits.length();
            while (digits.charAt(to - 1) == '0') {
                to--;
            }
            return new Decimal(digits.substring(from, to), point + exponent - from).shortened(positive);
        }

        /** Java writes two digits even if one is enough: of the smallest number of all, 4.9E-324 instead of 5e-324. */
        private Decimal shortened(double positive) {
            if (digits.length() == 2) {
                int up = digits.charAt(0) - '0' + (digits.charAt(1) >= '5' ? 1 : 0);
                var rounded = up == 10 ? new Decimal("1", point + 1) : new Decimal(String.valueOf(up), point);
                if (Double.parseDouble("0." + rounded.digits + "E" + rounded.point) == positive) {
                    return rounded;
                }
            }
            return this;
        }
    }
}
