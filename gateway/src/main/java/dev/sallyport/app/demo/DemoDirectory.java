package dev.sallyport.app.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything of a demo, for its owner's eyes alone and for one demo at a time. A marker in it says that it is
 * a demo's, so that nobody's other files are taken for it or deleted with it.
 */
final class DemoDirectory implements AutoCloseable {
    private static final String MARKER = "made-by-sallyport-demo";
    private static final int PASSWORD_BYTES = 24;

    private final Path root;
    private final FileChannel lockFile;

    private DemoDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens a directory, and makes it if it is not there.
     *
     * @throws DemoException if it is in use by another demo, or holds files that are not a demo's
     */
    static DemoDirectory open(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        Path marker = root.resolve(MARKER);
        if (Files.exists(root) && !Files.exists(marker)) {
            if (!Files.isDirectory(root) || !isEmpty(root)) {
                throw new DemoException(root + " holds something else than a demo: name another directory with --data");
            }
        }
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        FileChannel lockFile = FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(lockFile) == null) {
            lockFile.close();
            throw new DemoException(
                    "a demo already runs in " + root + ": stop it, or name another directory with --data");
        }
        return new DemoDirectory(root.toRealPath(), lockFile);
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The directory itself, without symbolic links. */
    Path root() {
        return root;
    }

    /** A path in it. */
    Path resolve(String name) {
        return root.resolve(name);
    }

    /** Writes a file that only its owner can read, as a whole or not at all. */
    Path writeSecret(String name, String text) throws IOException {
        Path file = resolve(name);
        Path whole = resolve(name + ".new");
        Files.deleteIfExists(whole);
        Files.createFile(whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(whole, text);
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The password kept under a name; a new one the first time. */
    String password(String name, SecureRandom random) throws IOException {
        Path file = resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            writeSecret(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    /** Deletes everything in it. */
    void clear() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.filter(one -> !one.endsWith(MARKER)).toList()) {
                delete(entry);
            }
        }
    }

    /** Deletes everything in it and itself. It is not usable afterwards. */
    void deleteAll() throws IOException {
        clear();
        Files.deleteIfExists(resolve(MARKER));
        lockFile.close();
        Files.deleteIfExists(root);
    }

    /** Deletes a file, or a directory with all that is in it; symbolic links are not followed. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
