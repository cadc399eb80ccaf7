package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./parley} itself, as an installed copy: the script and the jars, without sources, so that nothing is built. */
class LauncherIT {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    /** With a blank in its path. In the target folder, for it links to the jars there. */
    private static final Path HOME = MODULE.resolve("target/an installed copy");

    private static final Path LAUNCHER = HOME.resolve("parley");

    @BeforeAll
    static void install() throws IOException {
        var lib = HOME.resolve("http-edge/target/parley/lib");
        Files.createDirectories(lib.getParent());
        Files.copy(MODULE.resolveSibling("parley"), LAUNCHER, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(lib);
        Files.createSymbolicLink(lib, MODULE.resolve("target/parley/lib"));
    }

    @Test
    void hands_the_arguments_over_and_returns_the_exit_code() throws Exception {
        var version = run(Map.of(), LAUNCHER.toString(), "--version");
        var wrong = run(Map.of(), LAUNCHER.toString(), "serve", "--prot", "1");

        assertThat(version.out()).startsWith("parley 0.");
        assertThat(version.status()).isZero();
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void starts_through_a_link_from_another_folder_and_leaves_no_word_but_the_answer() throws Exception {
        var link = Files.createDirectories(HOME.resolve("elsewhere")).resolve("parley");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, LAUNCHER);

        var version = run(Map.of(), link.toString(), "--version");

        assertThat(version.out()).hasLineCount(1);
        assertThat(version.err()).isEmpty();
    }

    @Test
    void says_in_one_line_that_a_jdk_is_too_old(@TempDir Path jdk) throws Exception {
        Files.createDirectories(jdk.resolve("bin"));
        Files.createFile(
                jdk.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

        var result = run(Map.of("PARLEY_JAVA_HOME", jdk.toString()), LAUNCHER.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("17.0.15")
                .contains("21 or newer")
                .contains("PARLEY_JAVA_HOME")
                .hasLineCount(1);
    }

    @Test
    void says_in_one_line_that_there_is_no_jdk_where_it_was_told_to_look(@TempDir Path nothing) throws Exception {
        var result = run(Map.of("PARLEY_JAVA_HOME", nothing.toString()), LAUNCHER.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(nothing.toString()).hasLineCount(1);
    }

    private static Ran run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        // Without a quick start, which would first have to be recorded.
        var defaults = Map.of("PARLEY_JAVA_HOME", System.getProperty("java.home"), "PARLEY_JAVA_OPTS", "-Xshare:auto");
        var all = new HashMap<>(defaults);
        all.putAll(environment);
        return Ran.command(command, all);
    }
}
