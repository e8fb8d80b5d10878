package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    private static List<String> problems(String yaml) {
        Problems problems = new Problems();
        YamlReader.read(yaml, problems);
        return problems.sorted().stream().map(Object::toString).toList();
    }

    @Test
    void everyNodeKnowsItsLine() {
        Problems problems = new Problems();
        assertThat(YamlReader.read("a: 1\nb:\n  - x\n  - true\n  - null\n", problems))
                .isEqualTo(new Node.Mapping(
                        Map.of(
                                "a",
                                new Node.Scalar("1", Node.Kind.NUMBER, 1),
                                "b",
                                new Node.Sequence(
                                        List.of(
                                                new Node.Scalar("x", Node.Kind.TEXT, 3),
                                                new Node.Scalar("true", Node.Kind.BOOLEAN, 4),
                                                new Node.Scalar("null", Node.Kind.NULL, 5)),
                                        2)),
                        1));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aKeyThatIsThereTwiceIsAProblem() {
        assertThat(problems("a:\n  b: 1\n  b: 2\n")).containsExactly("line 3: a.b: the key is there twice");
    }

    @Test
    void aliasesAndTagsAreRefused() {
        assertThat(problems("a: &x { c: 1 }\nb: *x\nc:\n  <<: *x\n"))
                .containsExactly(
                        "line 2: b: YAML aliases are not accepted", "line 4: c.\"<<\": YAML aliases are not accepted");
        assertThat(problems("a: !!java.net.URL 'x'\n")).containsExactly("line 1: a: YAML tags are not accepted");
    }

    @Test
    void aBombOfAliasesDoesNotExpand() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level <= 20; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(level, level, String.join(", ", java.util.Collections.nCopies(10, alias))));
        }
        assertThat(problems(bomb.toString())).hasSizeBetween(20, ConfigurationLimits.PROBLEMS);
    }

    @Test
    void whatIsNoYamlIsAProblemOnItsLine() {
        assertThat(problems("a: 1\nb: [\n")).singleElement().asString().startsWith("line ");
        assertThat(problems("a: 1\n\tb: 2\n")).singleElement().asString().startsWith("line 2: the file is not");
        assertThat(problems("a: 'x\n")).hasSize(1);
        assertThat(problems("? [a]\n: 1\n")).isNotEmpty();
    }

    @Test
    void anEmptyFileAndASecondDocumentAreProblems() {
        assertThat(problems("")).containsExactly("line 1: the file is empty");
        assertThat(problems("# nothing\n")).containsExactly("line 1: the file is empty");
        assertThat(problems("a: 1\n---\nb: 2\n")).containsExactly("line 3: the file holds a second document");
    }

    @Test
    void nestingMayBeAsDeepAsTheLimitAndNoDeeper() {
        int depth = ConfigurationLimits.DEPTH;
        assertThat(problems("[".repeat(depth) + "]".repeat(depth))).isEmpty();
        assertThat(problems("[".repeat(depth + 1) + "]".repeat(depth + 1))).hasSize(1);
        assertThat(problems("[".repeat(200_000))).hasSize(1);
    }
}
