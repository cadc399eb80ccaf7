package dev.parley.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.engine.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTest {

    @Nested
    class A_name {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a",
                    "general",
                    "team/notes:2026",
                    "..",
                    "a/../b",
                    "%2F",
                    "a|b",
                    " a ",
                    "Zoë",
                    "部屋",
                    "\ud83e\udeb6"
                })
        void may_be_any_text(String text) throws MalformedInput {
            assertThat(RoomName.of(text).value()).isEqualTo(text);
        }

        @Test
        void is_not_empty() {
            refused("", "a room's name is empty");
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "   ", "\u2003"})
        void is_not_blank(String text) {
            refused(text, "a room's name is blank");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ab\0", "ab\n", "ab\u001f", "ab\u007f", "ab\u0085", "ab\u009f", "ab\u2028", "ab\u2029"})
        void holds_no_control_character(String text) {
            refused(text, "a room's name holds a control character at position 2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\ud83e", "a\ud83eb", "a\udeb6", "a\udeb6\ud83e"})
        void holds_no_half_of_a_surrogate_pair(String text) {
            refused(text, "a room's name holds half a surrogate pair at position 1");
        }

        @Test
        void that_the_code_itself_gives_is_held_to_the_same_rules() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RoomName("ab\n"))
                    .withMessage("a room's name holds a control character at position 2");
        }

        @Test
        void is_compared_by_code_point_so_look_alikes_are_two_rooms() {
            assertThat(new RoomName("Zo\u00eb")).isNotEqualTo(new RoomName("Zoe\u0308"));
            assertThat(new RoomName("a")).isNotEqualTo(new RoomName("A"));
            assertThat(new RoomName("a")).isNotEqualTo(new RoomName("\u0430"));
        }

        @Test
        void is_shown_as_it_is() {
            assertThat(new RoomName("team/notes")).hasToString("team/notes");
        }
    }

    @Nested
    class The_longest_name {

        @Test
        void has_255_bytes() throws MalformedInput {
            assertThat(RoomName.of("a".repeat(255)).value()).hasSize(255);
            refused("a".repeat(256), "a room's name is longer than 255 bytes of UTF-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u00eb", "\u90e8", "\ud83e\udeb6"})
        void is_measured_in_bytes_of_utf_8(String letter) throws MalformedInput {
            int size = letter.getBytes(StandardCharsets.UTF_8).length;
            String longest = letter.repeat(255 / size) + "a".repeat(255 % size);

            assertThat(RoomName.of(longest).value()).isEqualTo(longest);
            refused(longest + "a", "a room's name is longer than 255 bytes of UTF-8");
        }

        @Test
        void may_have_each_byte_encoded_in_an_address() throws MalformedInput {
            assertThat(RoomName.fromPath("%61".repeat(255)).value()).isEqualTo("a".repeat(255));
        }

        @Test
        void is_not_longer_in_an_address() {
            refusedInAddress("a".repeat(256), "a room's name is longer than 255 bytes of UTF-8");
            refusedInAddress("%61".repeat(256), "a room's name is longer than 255 bytes of UTF-8");
        }
    }

    @Nested
    class In_an_address {

        @Test
        void a_name_is_decoded() throws MalformedInput {
            assertThat(RoomName.fromPath("Zo%C3%AB%20%f0%9f%aa%b6")).isEqualTo(new RoomName("Zoë \ud83e\udeb6"));
        }

        @Test
        void a_name_is_decoded_only_once() throws MalformedInput {
            assertThat(RoomName.fromPath("a%252Fb")).isEqualTo(new RoomName("a%2Fb"));
            assertThat(RoomName.fromPath("%2525")).isEqualTo(new RoomName("%25"));
        }

        @Test
        void a_slash_is_the_same_plain_or_encoded() throws MalformedInput {
            assertThat(RoomName.fromPath("team%2Fnotes")).isEqualTo(RoomName.fromPath("team/notes"));
            assertThat(RoomName.fromPath("team%2fnotes")).isEqualTo(RoomName.fromPath("team/notes"));
        }

        @Test
        void dots_and_plus_signs_have_no_meaning() throws MalformedInput {
            assertThat(RoomName.fromPath("a/../b")).isEqualTo(new RoomName("a/../b"));
            assertThat(RoomName.fromPath("a+b")).isEqualTo(new RoomName("a+b"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ab%", "ab%4"})
        void a_percent_sign_at_the_end_is_malformed(String path) {
            refusedInAddress(path, "a room's name ends within a percent-encoded byte");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%zz", "%4g", "%g4", "%%41", "%-1", "% 1"})
        void a_percent_sign_without_two_digits_is_malformed(String path) {
            refusedInAddress(path, "a room's name holds a % that two hexadecimal digits don't follow");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%\uff12F", "%2\uff26", "%\u0662F"})
        void digits_of_other_scripts_are_no_hexadecimal_digits(String path) {
            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> RoomName.fromPath(path));
        }

        @Test
        void a_letter_beyond_ascii_must_be_encoded() {
            refusedInAddress("Zoë", "a room's name in an address must be percent-encoded");
        }

        /** A byte that stands alone, a cut sequence, an overlong slash, a surrogate, and a code point that is too high. */
        @ParameterizedTest
        @ValueSource(strings = {"%80", "%C3", "%C0%AF", "%ED%A0%BE", "%F4%90%80%80", "%FF"})
        void what_is_not_utf_8_is_malformed(String path) {
            refusedInAddress(path, "a room's name is not UTF-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ab%00", "ab%0A", "ab\n", "ab%C2%85", "ab%E2%80%A8"})
        void control_characters_are_refused_as_everywhere(String path) {
            refusedInAddress(path, "a room's name holds a control character at position 2");
        }

        @Test
        void no_name_at_all_is_refused() {
            refusedInAddress("", "a room's name is empty");
            refusedInAddress("%20", "a room's name is blank");
        }
    }

    @Property
    void a_name_comes_through_an_address_unharmed(@ForAll("names") String name) throws MalformedInput {
        assertThat(RoomName.fromPath(encodedWhereNeeded(name))).isEqualTo(RoomName.of(name));
        assertThat(RoomName.fromPath(encodedEverywhere(name))).isEqualTo(RoomName.of(name));
    }

    @Property
    void any_text_is_a_name_or_malformed_and_nothing_else(@ForAll("texts") String text) {
        try {
            assertThat(RoomName.of(text).value()).isEqualTo(text);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("a room's name ");
        }
    }

    @Property
    void any_address_names_a_room_or_is_malformed_and_nothing_else(@ForAll("paths") String path) {
        try {
            var name = RoomName.fromPath(path);

            assertThat(RoomName.of(name.value())).isEqualTo(name);
        } catch (MalformedInput e) {
            assertThat(e).hasMessageStartingWith("a room's name ");
        }
    }

    @Provide
    Arbitrary<String> names() {
        return texts().filter(RoomNameTest::isLegal);
    }

    /** Mostly short, with what is special to some path, id or log in it more often than by chance. */
    @Provide
    Arbitrary<String> texts() {
        var special =
                Arbitraries.of("/", "%", "%2F", "|", ":", "..", "\n", "\ud83e\udeb6", "\ud83e", "\u0085", "\u2028");
        var ordinary = Arbitraries.strings().all().ofMaxLength(8);
        return Arbitraries.frequencyOf(Tuple.of(1, special), Tuple.of(3, ordinary))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> paths() {
        var letters =
                Arbitraries.of("%", "%2", "%2F", "%C3", "%AB", "%ED%A0", "a", "/", "0", "F", "\u00eb", "\uff12", "\0");
        return Arbitraries.oneOf(texts(), letters.list().ofMaxSize(300).map(parts -> String.join("", parts)));
    }

    private static boolean isLegal(String text) {
        try {
            RoomName.of(text);
            return true;
        } catch (MalformedInput e) {
            return false;
        }
    }

    private static String encodedWhereNeeded(String name) {
        var path = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            path.append(b > 0 && b != '%' ? String.valueOf((char) b) : percent(b));
        }
        return path.toString();
    }

    private static String encodedEverywhere(String name) {
        var path = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            path.append(percent(b));
        }
        return path.toString();
    }

    private static String percent(byte b) {
        return "%" + HexFormat.of().withUpperCase().toHexDigits(b);
    }

    private static void refused(String name, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> RoomName.of(name))
                .withMessage(why);
    }

    private static void refusedInAddress(String path, String why) {
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> RoomName.fromPath(path))
                .withMessage(why);
    }
}
