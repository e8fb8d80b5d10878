package dev.sallyport.it;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** PostgreSQL 18's own client library, which the server's binaries bring along, called as a C program calls it. */
@SuppressWarnings("restricted") // There is no other way into a C library, and this one is PostgreSQL's.
final class Libpq {
    private static final int OK = 0;
    private static final int LONGEST_ERROR = 256;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup library;

    /** Loads it, with what it needs, from this directory. */
    Libpq(Path directory) throws IOException {
        // Each finds what is loaded before it, wherever that lies.
        for (String needed : List.of("libcrypto.so", "libssl.so")) {
            System.load(starting(directory, needed).toString());
        }
        library = SymbolLookup.libraryLookup(starting(directory, "libpq.so"), Arena.global());
    }

    private static Path starting(Path directory, String name) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Connects by these parameters. */
    Session connect(Map<String, String> parameters) {
        String conninfo = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "='"
                        + entry.getValue().replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(" "));
        try (Arena arena = Arena.ofConfined()) {
            return new Session(
                    (MemorySegment) invoke("PQconnectdb", POINTER, List.of(POINTER), arena.allocateFrom(conninfo)));
        }
    }

    private Object invoke(String function, MemoryLayout returns, List<MemoryLayout> takes, Object... arguments) {
        MethodHandle handle = linker.downcallHandle(
                library.findOrThrow(function), FunctionDescriptor.of(returns, takes.toArray(MemoryLayout[]::new)));
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable failure) {
            throw new IllegalStateException(function, failure);
        }
    }

    private void invokeVoid(String function, MemorySegment argument) {
        MethodHandle handle = linker.downcallHandle(library.findOrThrow(function), FunctionDescriptor.ofVoid(POINTER));
        try {
            handle.invokeWithArguments(argument);
        } catch (Throwable failure) {
            throw new IllegalStateException(function, failure);
        }
    }

    /** One connection, good or not. */
    final class Session implements AutoCloseable {
        private final MemorySegment connection;

        private Session(MemorySegment connection) {
            this.connection = connection;
        }

        boolean isGood() {
            return number("PQstatus") == OK;
        }

        /** The library's words about what went wrong last. */
        String error() {
            return text("PQerrorMessage");
        }

        /** Such as 30002 for protocol 3.2. */
        int fullProtocolVersion() {
            return number("PQfullProtocolVersion");
        }

        boolean isEncrypted() {
            return number("PQsslInUse") != 0;
        }

        /** What the two sides agreed on in the TLS handshake, such as its {@code alpn}. */
        String tlsAttribute(String name) {
            try (Arena arena = Arena.ofConfined()) {
                return string((MemorySegment) invoke(
                        "PQsslAttribute", POINTER, List.of(POINTER, POINTER), connection, arena.allocateFrom(name)));
            }
        }

        /** The first value of a query's answer, or its SQLSTATE where it failed. */
        String ask(String sql) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment result = (MemorySegment)
                        invoke("PQexec", POINTER, List.of(POINTER, POINTER), connection, arena.allocateFrom(sql));
                try {
                    String sqlState = string((MemorySegment)
                            invoke("PQresultErrorField", POINTER, List.of(POINTER, INT), result, (int) 'C'));
                    return sqlState.isEmpty()
                            ? string((MemorySegment)
                                    invoke("PQgetvalue", POINTER, List.of(POINTER, INT, INT), result, 0, 0))
                            : sqlState;
                } finally {
                    invokeVoid("PQclear", result);
                }
            }
        }

        /** Cancels what it does, on a connection protected as this one is. Whether the request was sent. */
        boolean cancel() {
            MemorySegment cancel = (MemorySegment) invoke("PQcancelCreate", POINTER, List.of(POINTER), connection);
            try {
                return (int) invoke("PQcancelBlocking", INT, List.of(POINTER), cancel) == 1;
            } finally {
                invokeVoid("PQcancelFinish", cancel);
            }
        }

        /** The same by the older function, which sends the request in clear. */
        boolean cancelInClear() {
            MemorySegment cancel = (MemorySegment) invoke("PQgetCancel", POINTER, List.of(POINTER), connection);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment error = arena.allocate(LONGEST_ERROR);
                return (int) invoke("PQcancel", INT, List.of(POINTER, POINTER, INT), cancel, error, LONGEST_ERROR) == 1;
            } finally {
                invokeVoid("PQfreeCancel", cancel);
            }
        }

        private int number(String function) {
            return (int) invoke(function, INT, List.of(POINTER), connection);
        }

        private String text(String function) {
            return string((MemorySegment) invoke(function, POINTER, List.of(POINTER), connection));
        }

        private String string(MemorySegment pointer) {
            return pointer.address() == 0
                    ? ""
                    : pointer.reinterpret(Integer.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            invokeVoid("PQfinish", connection);
        }
    }
}
