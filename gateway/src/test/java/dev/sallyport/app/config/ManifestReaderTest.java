package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.ManifestSetting;
import dev.sallyport.policy.ReviewedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private ConfigurationFiles files;

    @BeforeEach
    void prepare() throws IOException {
        files = new ConfigurationFiles(directory);
        write("db/V1.sql", "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n");
        write("db/V2.sql", "DROP TABLE t;");
        write("db/.V3.sql", "not sql");
        write("db/notes.txt", "not sql");
    }

    @Test
    void aPatternStandsForTheFilesOfItsDirectory() throws IOException {
        assertThat(manifest("manifest: db/V*.sql").texts())
                .extracting(ReviewedText::name)
                .containsExactly("db/V1.sql", "db/V2.sql");
        assertThat(manifest("manifest: [db/V?.sql, db/V1.sql]").texts()).hasSize(2);
        assertThat(manifest("manifest: { files: db/V1.sql, digest: claims.manifest }"))
                .satisfies(manifest -> {
                    assertThat(manifest.digest()).isEqualTo("claims.manifest");
                    assertThat(manifest.texts())
                            .singleElement()
                            .satisfies(text -> assertThat(text.statements()).hasSize(2));
                });
    }

    @Test
    void aChangedConstantChangesTheDigestAndACommentDoesNot() throws IOException {
        var before = manifest("manifest: db/V1.sql").texts().getFirst().digest();
        write("db/V1.sql", "-- it\nCREATE TABLE t (a integer); INSERT INTO t VALUES (1)");
        assertThat(manifest("manifest: db/V1.sql").texts().getFirst().digest()).isEqualTo(before);
        write("db/V1.sql", "CREATE TABLE t (a int); INSERT INTO t VALUES (2)");
        assertThat(manifest("manifest: db/V1.sql").texts().getFirst().digest()).isNotEqualTo(before);
    }

    @Test
    void whatIsWrongWithAFileIsReportedWithItsPlace() throws IOException {
        write("db/bad.sql", "SELECT 1;\nSELECT é é é;\n");
        assertThat(problem("manifest: db/bad.sql")).contains("access[0].manifest", "db/bad.sql:2:12: syntax error");
        write("db/bad.sql", "SELECT 1;\n  \\i other.sql\n");
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql:2:3: psql's own commands can't be reviewed");
        write("db/bad.sql", "SELECT 1;\nCOPY t FROM STDIN;\n1\tx\n\\.\n");
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql:3:1: the data of COPY FROM STDIN");
        write("db/bad.sql", "SELECT 1;\n\n-- data\nCOPY t FROM STDIN;\n");
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql:4: COPY FROM STDIN takes data");
        write("db/bad.sql", "-- nothing\n");
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql: holds no statement");
        Files.write(directory.resolve("db/bad.sql"), new byte[] {(byte) 0xff});
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql: is not UTF-8");
        write("db/bad.sql", "SELECT 1 \0");
        assertThat(problem("manifest: db/bad.sql")).contains("db/bad.sql: ");
    }

    @Test
    void copyOutOfTheDatabaseTakesNoData() throws IOException {
        write("db/out.sql", "COPY t TO STDOUT; COPY (DELETE FROM t RETURNING a) TO STDOUT;");

        assertThat(manifest("manifest: db/out.sql").texts()).hasSize(1);
    }

    @Test
    void whatNamesNoFileIsReported() throws IOException {
        assertThat(problem("manifest: db/X*.sql")).contains("matches no file: db/X*.sql");
        assertThat(problem("manifest: db/X.sql")).contains("db/X.sql: can't be read");
        assertThat(problem("manifest: none/*.sql")).contains("names a directory that can't be read");
        assertThat(problem("manifest: d*/V1.sql")).contains("has * or ? in the name of a directory");
        assertThat(problem("manifest: []")).contains("names no file");
        assertThat(problem("manifest: { files: db/V1.sql, digest: groups }")).contains("access[0].manifest.digest");
        assertThat(problem("manifest: { digest: claims.x }")).contains("access[0].manifest.files");
        assertThat(problem("schemas: []")).contains("access[0].schemas", "is empty");
        assertThat(problem("tables: [orders]")).contains("access[0].tables[0]", "a table is written schema.table");
    }

    @Test
    void aFileIsNotLargerThanTheLimit() throws IOException {
        String statement = "SELECT 1;";
        write("db/large.sql", statement + " ".repeat(ManifestLimits.FILE_BYTES - statement.length()));
        assertThat(manifest("manifest: db/large.sql").texts()).hasSize(1);
        write("db/large.sql", statement + " ".repeat(ManifestLimits.FILE_BYTES - statement.length() + 1));
        assertThat(problem("manifest: db/large.sql"))
                .contains("is larger than " + ManifestLimits.FILE_BYTES + " bytes");
    }

    @Test
    void filesAreNotMoreThanTheLimit() throws IOException {
        for (int i = 0; i < ManifestLimits.FILES; i++) {
            write("many/" + i + ".sql", "SELECT 1");
        }
        assertThat(manifest("manifest: many/*.sql").texts()).hasSize(ManifestLimits.FILES);
        write("many/more.sql", "SELECT 1");
        assertThat(problem("manifest: many/*.sql")).contains("more than " + ManifestLimits.FILES + " files");
    }

    @Test
    void statementsAreNotMoreThanTheLimit() throws IOException {
        int half = ManifestLimits.STATEMENTS / 2;
        write("db/half.sql", "END;".repeat(half));
        write("db/other.sql", "END;".repeat(ManifestLimits.STATEMENTS - half));
        assertThat(manifest("manifest: [db/half.sql, db/other.sql]").texts()).hasSize(2);
        assertThat(problem("manifest: [db/half.sql, db/other.sql, db/V2.sql]"))
                .contains("more than " + ManifestLimits.STATEMENTS + " statements");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ManifestSetting manifest(String line) throws IOException {
        return Objects.requireNonNull(
                files.loaded(with(line)).policy().access().getFirst().manifest());
    }

    private String problem(String line) throws IOException {
        List<String> problems = files.problems(with(line));
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static String with(String line) {
        return ConfigurationFiles.LEAST.replace("session: { lasts: 15m } }", "session: { lasts: 15m }, " + line + " }");
    }
}
