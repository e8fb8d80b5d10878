package dev.sallyport.app.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, which come as an archive in a library of this program. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * Unpacks them, unless they are there: as a whole or not at all.
     *
     * @return the directory with {@code bin}, {@code lib} and {@code share}
     * @throws DemoException if there are none for this kind of machine
     */
    static Path unpack(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        String name = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(name)) {
            if (archive == null) {
                throw new DemoException("the demo brings a PostgreSQL for Linux on x86-64 only: on this machine, run"
                        + " `sallyport serve --config FILE` in front of a PostgreSQL of your own");
            }
            Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
            DemoDirectory.delete(unfinished);
            Files.createDirectories(unfinished);
            unpack(archive, unfinished);
            return Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static String archive(String system, String processor) {
        String platform = system.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        return switch (processor) {
            case "amd64", "x86_64" -> "/postgres-" + platform + "-x86_64.txz";
            case "aarch64", "arm64" -> "/postgres-" + platform + "-arm_64.txz";
            default -> "/postgres-" + platform + "-" + processor + ".txz";
        };
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("the archive names a file outside of itself: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException("the archive holds a hard link: " + entry.getName());
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
