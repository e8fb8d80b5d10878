package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may name whom: the walls of the house, read from the compiled classes. A new arrow wants a line here, and a reason in docs. */
class RoomsTest {
    private static final Set<String> EVERYONE = Set.of("wire");

    private static final Map<String, Set<String>> MAY_NAME = Map.ofEntries(
            Map.entry("terminal", Set.of()),
            Map.entry("detection", Set.of()),
            Map.entry("scan", Set.of("detection")),
            Map.entry("condition", Set.of()),
            Map.entry("credential", Set.of()),
            Map.entry("identity", Set.of("condition")),
            Map.entry("grant", Set.of("identity", "sql")),
            Map.entry("catalog", Set.of("sql")),
            Map.entry("policy", Set.of("identity", "grant", "sql", "catalog", "condition")),
            Map.entry("audit", Set.of("identity", "policy", "terminal")),
            Map.entry("masking", Set.of("catalog", "detection", "policy", "sql")),
            Map.entry("recording", Set.of("terminal")),
            Map.entry("session", Set.of("audit", "grant", "identity", "masking", "policy", "sql")),
            Map.entry("approval", Set.of("audit", "condition", "identity", "policy", "session")),
            Map.entry("role", Set.of("credential", "policy", "sql")),
            Map.entry("upstream", Set.of("credential")),
            Map.entry(
                    "net",
                    Set.of("approval", "audit", "grant", "identity", "policy", "recording", "session", "upstream")),
            Map.entry("control", Set.of("approval", "identity", "policy", "session", "terminal")));

    /** Libraries that must not spread, and the rooms that may know them. */
    private static final Map<String, Set<String>> KEPT_IN = Map.ofEntries(
            Map.entry("io/netty/", Set.of("net", "upstream")),
            Map.entry("org/eclipse/jetty/", Set.of("control")),
            Map.entry("picocli/", Set.of("app")),
            Map.entry("tools/jackson/dataformat/yaml/", Set.of("app")),
            Map.entry("dev/cel/", Set.of("condition")),
            Map.entry("com/nimbusds/", Set.of("identity", "app")),
            Map.entry("com/ongres/", Set.of("upstream")),
            Map.entry("org/bouncycastle/", Set.of("masking")),
            Map.entry("java/sql/", Set.of("app", "catalog", "role", "scan")),
            Map.entry("io/zonky/", Set.of("app")),
            Map.entry("run/endive/", Set.of()));

    private static final Pattern OURS = Pattern.compile("dev/sallyport/([a-z]+)/");

    @Test
    void aRoomNamesOnlyTheRoomsItMay() throws IOException, URISyntaxException {
        Map<String, Set<String>> trespasses = new TreeMap<>();
        namedBy().forEach((room, names) -> {
            Set<String> allowed = MAY_NAME.get(room);
            for (String name : names) {
                Matcher ours = OURS.matcher(name);
                while (ours.find()) {
                    String other = ours.group(1);
                    boolean may = room.equals("app")
                            || other.equals(room)
                            || EVERYONE.contains(other)
                            || (allowed != null && allowed.contains(other));
                    if (!may) {
                        trespasses.computeIfAbsent(room, _ -> new TreeSet<>()).add(other);
                    }
                }
            }
        });
        assertThat(trespasses).isEmpty();
    }

    @Test
    void aLibraryStaysInItsRooms() throws IOException, URISyntaxException {
        Map<String, Set<String>> trespasses = new TreeMap<>();
        namedBy()
                .forEach((room, names) -> KEPT_IN.forEach((library, rooms) -> {
                    if (!rooms.contains(room) && names.stream().anyMatch(name -> name.contains(library))) {
                        trespasses.computeIfAbsent(room, _ -> new TreeSet<>()).add(library);
                    }
                }));
        assertThat(trespasses).isEmpty();
    }

    @Test
    void everyRoomIsOnThePlan() throws IOException, URISyntaxException {
        Set<String> rooms = new TreeSet<>(namedBy().keySet());
        rooms.remove("app");
        assertThat(rooms).isEqualTo(new TreeSet<>(MAY_NAME.keySet()));
    }

    /** The texts in the classes' constant pools that can be names of types, by room. */
    private static Map<String, Set<String>> namedBy() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Set<String>> named = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                Matcher room = OURS.matcher(classes.relativize(file).toString().replace('\\', '/'));
                if (!room.find()) {
                    continue;
                }
                Set<String> names = named.computeIfAbsent(room.group(1), _ -> new TreeSet<>());
                for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
                    switch (entry) {
                        case ClassEntry type -> names.add(type.asInternalName() + "/");
                        case Utf8Entry text
                        when text.stringValue().startsWith("(")
                                || text.stringValue().startsWith("L") -> names.add(text.stringValue());
                        default -> {
                            // No name of a type.
                        }
                    }
                }
            }
        }
        return named;
    }
}
