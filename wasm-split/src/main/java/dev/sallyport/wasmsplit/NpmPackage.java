package dev.sallyport.wasmsplit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a directory's {@code package-lock.json} pins, installed by npm into its {@code node_modules}. npm checks each
 * package against the integrity in the lock; the packages' own scripts are not run.
 *
 * @param directory where {@code package.json} and its lock are
 * @param npm the program
 */
record NpmPackage(Path directory, String npm) {
    private static final long MOST_MINUTES = 5;

    /** Installs unless this very lock was installed before, so that later builds need no network. */
    void install() throws IOException {
        byte[] lock = Files.readAllBytes(directory.resolve("package-lock.json"));
        Path installed = directory.resolve("node_modules").resolve(".installed-lock.json");
        if (Files.exists(installed) && Arrays.equals(Files.readAllBytes(installed), lock)) {
            return;
        }
        run(List.of(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
        Files.write(installed, lock);
    }

    private void run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new IOException("npm cannot be run; install Node.js with npm and put it on the PATH", e);
        }
        try {
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("npm did not end within " + MOST_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while npm was running", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("npm ci failed with exit code " + process.exitValue());
        }
    }
}
