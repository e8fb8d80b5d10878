package dev.sallyport.wasmsplit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The command line of the build tool. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /**
     * Compiles a grammar to Java classes unless that was done already; see {@link GrammarBuild}.
     *
     * @param arguments the directory of an npm package lock, the wasm file below it, its SHA-256 in hexadecimal, the
     *     full name of the class to make, the directory for generated sources, the directory for generated resources
     */
    public static void main(String[] arguments) {
        if (arguments.length != 6) {
            System.err.println("usage: PACKAGE-DIRECTORY FILE.wasm SHA256 CLASS SOURCES RESOURCES");
            System.exit(WRONG_USAGE);
        }
        try {
            Path tool = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            NpmPackage npm = new NpmPackage(Path.of(arguments[0]), "npm");
            GrammarBuild build = new GrammarBuild(
                    npm, arguments[1], arguments[2], arguments[3], Path.of(arguments[4]), Path.of(arguments[5]), tool);
            System.out.println(build.run());
        } catch (IOException | WasmFormatException | URISyntaxException e) {
            System.err.println("cannot compile " + arguments[1] + ": " + e.getMessage());
            System.exit(FAILED);
        }
    }
}
