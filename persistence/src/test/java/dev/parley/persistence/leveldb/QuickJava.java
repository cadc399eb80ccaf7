package dev.parley.persistence.leveldb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * A Java that is started hundreds of times with this JVM's class path: it maps the classes that a run before it loaded, instead of
 * reading them. A JVM does that only with jars, so folders are packed first.
 */
final class QuickJava {
    private static final int PATIENCE_SECONDS = 120;

    private final String classPath;
    private final Path archive;

    QuickJava(Path folder) throws IOException {
        this.archive = folder.resolve("classes.jsa");
        List<String> jars = new ArrayList<>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                var jar = folder.resolve(jars.size() + ".jar").toString();
                int status = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar, "-C", entry, ".");
                if (status != 0) {
                    throw new IOException("what is in " + entry + " was not packed");
                }
                jars.add(jar);
            } else if (Files.exists(Path.of(entry))) {
                jars.add(entry);
            }
        }
        this.classPath = String.join(File.pathSeparator, jars);
    }

    /** Runs a program until it has said a word, tells it to end, and keeps the classes that it loaded for {@link #start}. */
    void rehearse(String word, Class<?> program, String... arguments) throws IOException, InterruptedException {
        var process = builder("-XX:ArchiveClassesAtExit=" + archive, program, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null && !line.startsWith(word); line = lines.readLine()) {
                // It says more before.
            }
            process.toHandle().destroy();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                // And until it has ended.
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the rehearsal did not end");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a program; what it complains of goes into a file. */
    Process start(Path log, Class<?> program, String... arguments) throws IOException {
        // Without the archive it only starts more slowly.
        return builder("-XX:SharedArchiveFile=" + archive, program, arguments)
                .redirectError(log.toFile())
                .start();
    }

    private ProcessBuilder builder(String sharing, Class<?> program, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                sharing,
                "-Xshare:auto",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
