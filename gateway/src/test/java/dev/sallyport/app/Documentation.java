package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages that are written for people, taken apart. */
final class Documentation {
    private static final String COMPLETE = "<!-- complete -->";
    private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    private Documentation() {}

    /**
     * A fenced block.
     *
     * @param complete whether it is marked as a whole configuration
     */
    record Block(String language, String text, boolean complete) {}

    /**
     * A page.
     *
     * @param prose what is outside of its blocks
     */
    record Page(Path file, String text, String prose, List<Block> blocks) {
        List<String> links() {
            return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
        }

        List<String> inlineCode() {
            return INLINE_CODE
                    .matcher(prose)
                    .results()
                    .map(code -> code.group(1))
                    .toList();
        }

        /** The anchors of its headings, as the usual renderers make them. */
        Set<String> anchors() {
            return prose.lines()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ +", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return String.valueOf(file.getFileName());
        }
    }

    /** The checkout that this is tested in. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs").resolve("DECISIONS.md"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("this is not run inside a checkout");
            }
        }
        return directory;
    }

    static List<Page> pages() throws IOException {
        List<Page> pages = new ArrayList<>();
        for (Path directory : List.of(root(), root().resolve("docs"))) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    if (file.toString().endsWith(".md")) {
                        pages.add(page(file));
                    }
                }
            }
        }
        return pages;
    }

    static Page page(String name) throws IOException {
        return page(root().resolve("docs").resolve(name));
    }

    private static Page page(Path file) throws IOException {
        StringBuilder prose = new StringBuilder();
        List<Block> blocks = new ArrayList<>();
        StringBuilder block = null;
        String language = "";
        boolean complete = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("```")) {
                if (block == null) {
                    block = new StringBuilder();
                    language = line.substring(3).strip();
                } else {
                    blocks.add(new Block(language, block.toString(), complete));
                    block = null;
                    complete = false;
                }
            } else if (block != null) {
                block.append(line).append('\n');
            } else {
                complete |= line.equals(COMPLETE);
                prose.append(line).append('\n');
            }
        }
        if (block != null) {
            throw new IllegalStateException(file + " has a block that does not end");
        }
        return new Page(file, Files.readString(file), prose.toString(), blocks);
    }
}
