package dev.sallyport.wasmsplit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import run.endive.build.time.compiler.Config;
import run.endive.build.time.compiler.Generator;
import run.endive.compiler.InterpreterFallback;

/**
 * Makes Java classes of a grammar's WebAssembly: gets the package, checks the file, shrinks its shadow stack, splits
 * its functions and compiles the result to bytecode. A function still too large for a method fails the build.
 *
 * <p>What the output was made from is kept beside it, so that a build with nothing to do takes no time.
 *
 * @param npm the package that holds the module
 * @param wasm the module's path below the package's directory
 * @param sha256 the only content that is accepted, in lower-case hexadecimal
 * @param className full name of the class that loads the module
 * @param sources where Java sources are generated
 * @param resources where classes and the module's data are generated
 * @param tool the directory or jar of this tool's own classes
 */
record GrammarBuild(
        NpmPackage npm, String wasm, String sha256, String className, Path sources, Path resources, Path tool) {
    /** The stack the published module was linked with. */
    private static final int OLD_STACK = 32 << 20;

    /** More than twice what a thread of 2 MiB was ever seen to use of it. */
    private static final int NEW_STACK = 4 << 20;

    /** What functions that were not split, and so do not check the limit, may need below one that was. */
    private static final int STACK_RESERVE = 256 << 10;

    /** Gives a line that says what was done. */
    String run() throws IOException {
        Path stamp = resources.resolve("made-from.txt");
        String inputs = inputs();
        if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
            return "grammar is up to date";
        }
        npm.install();
        byte[] file = Files.readAllBytes(npm.directory().resolve(wasm));
        String actual = hex(newDigest().digest(file));
        if (!actual.equals(sha256)) {
            throw new WasmFormatException("its SHA-256 is " + actual + ", expected " + sha256);
        }
        Files.createDirectories(sources);
        Files.createDirectories(resources);
        Files.deleteIfExists(stamp);
        StackRelocation.Result moved = StackRelocation.shrink(file, OLD_STACK, NEW_STACK);
        OptionalInt limit = OptionalInt.of(moved.stackBottom() + STACK_RESERVE);
        FunctionSplitter.Result split = new FunctionSplitter(SplitOptions.DEFAULT, limit).split(moved.bytes());
        compile(split.bytes());
        Files.writeString(stamp, inputs);
        return "split " + split.functions() + " functions into " + split.chunks() + " chunks of at most "
                + split.largestChunk() + " bytes";
    }

    private void compile(byte[] module) throws IOException {
        Path splitWasm = Files.createTempFile("grammar", ".wasm");
        try {
            Files.write(splitWasm, module);
            Generator generator = new Generator(Config.builder()
                    .withWasmFile(splitWasm)
                    .withName(className)
                    .withTargetSourceFolder(sources)
                    .withTargetClassFolder(resources)
                    .withTargetWasmFolder(resources)
                    .withInterpreterFallback(InterpreterFallback.FAIL)
                    .build());
            generator.generateMetaWasm(generator.generateResources());
            generator.generateSources();
        } finally {
            Files.delete(splitWasm);
        }
    }

    /** Names the module, the class and this tool's own code. */
    private String inputs() throws IOException {
        MessageDigest digest = newDigest();
        digest.update((sha256 + '\n' + className + '\n').getBytes(StandardCharsets.UTF_8));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tool)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        return hex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
