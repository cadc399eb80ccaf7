package dev.parley.persistence.leveldb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that wants a data folder: it says what came of it and ends. */
final class OtherNode {
    static final String OPENED = "opened";

    private OtherNode() {}

    /** What a process of its own makes of a folder. */
    static String open(Path path) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), OtherNode.class.getName(), path.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    public static void main(String[] arguments) throws IOException {
        try (var folder = DataFolder.open(Path.of(arguments[0]))) {
            System.out.println(folder.path().toFile().isDirectory() ? OPENED : "not a folder");
        } catch (DataFolder.Unusable e) {
            System.out.println(e.getMessage());
        }
    }
}
