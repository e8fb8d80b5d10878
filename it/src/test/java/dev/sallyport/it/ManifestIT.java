package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A CI job runs exactly the statements that were reviewed. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestIT {
    private static final String REVIEWED = """
            -- Invoices, reviewed by two.
            BEGIN;
            CREATE TABLE IF NOT EXISTS public.invoices (id integer PRIMARY KEY, note text DEFAULT 'none');
            INSERT INTO public.invoices VALUES (1, 'first') ON CONFLICT DO NOTHING;
            DO $$ BEGIN PERFORM 1; END $$;
            COMMIT;
            """;
    private static final String OTHER = "UPDATE public.invoices SET note = 'other' WHERE id = 1;\n";

    private final House house;

    @SuppressWarnings("NullAway.Init")
    private SallyportProcess gateway;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    ManifestIT(House house) {
        this.house = house;
    }

    @BeforeAll
    void start() throws IOException {
        directory = house.newDirectory("manifest");
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve("db/V1.sql"), REVIEWED);
        Files.writeString(directory.resolve("db/V2.sql"), OTHER);
        gateway = SallyportProcess.start(directory, Settings.beginning(house, "shop") + """
                access:
                  - name: stated
                    who: '"stated" in groups'
                    database: shop
                    statements: [read, write, ddl, admin]
                    session: { lasts: 15m }
                    manifest: { files: db/V*.sql, digest: claims.sallyport_manifest }
                  - name: ci
                    who: '"ci" in groups'
                    database: shop
                    statements: [read, write, ddl, admin]
                    session: { lasts: 15m }
                    manifest: db/V*.sql
                audit: { directory: audit, durability: written }
                """);
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aReviewedMigrationRunsWithOtherCommentsAndWhiteSpace() throws IOException {
        String respelled = REVIEWED.replace("-- Invoices, reviewed by two.", "/* as it is run */")
                .replace("INSERT INTO", "insert\n\tinto")
                .replace("integer", "int");

        Program.Outcome outcome = psql(ci(), respelled);

        assertThat(outcome.err()).doesNotContain("ERROR");
        assertThat(outcome.exitCode()).isZero();
        assertThat(house.postgres.value("SELECT count(*) FROM public.invoices")).isEqualTo("1");
    }

    @Test
    void aChangedConstantIsRefusedWithTheDigestOfTheStatement() throws IOException {
        Program.Outcome outcome = psql(ci(), REVIEWED.replace("'first'", "'second'"));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("ERROR:  42501: refused by ci: INSERT is not in the manifest")
                .contains("the digest of the statement is sha256:")
                .contains("Have this one reviewed");
    }

    @Test
    void aChangedCharacterOfABlockIsRefused() throws IOException {
        assertThat(psql(ci(), REVIEWED.replace("PERFORM 1", "PERFORM 2")).err())
                .contains("refused by ci: DO is not in the manifest");
    }

    @Test
    void aStatementSmuggledInBesideIsRefusedAndNothingOfItsTextRuns() throws IOException {
        psql(ci(), REVIEWED);
        Program.Outcome outcome = psql(ci(), "", "-c", OTHER + "DROP TABLE public.invoices");

        assertThat(outcome.err()).contains("refused by ci: DROP TABLE is not in the manifest");
        assertThat(house.postgres.value("SELECT note FROM public.invoices WHERE id = 1"))
                .isEqualTo("first");
    }

    @Test
    void aClientNarrowsToOneFileByItsDigest() throws IOException {
        String digest = digest("V1.sql");
        Program.Outcome outcome = psql(ci(), REVIEWED + OTHER, "-d", database(digest));

        assertThat(outcome.err()).contains("refused by ci: UPDATE is not in the manifest");
        assertThat(new Journal(gateway.audit()).records())
                .filteredOn(one -> one.path("type").asString("").equals("SessionOpened"))
                .extracting(one -> one.path("manifest").asString(""))
                .contains(digest);
        assertThat(psql(ci(), "", "-d", database("sha256:" + "0".repeat(64)), "-c", "BEGIN")
                        .err())
                .contains("FATAL:")
                .contains("there is no reviewed file with the digest");
    }

    @Test
    void aTokenStatesTheDigestThatItsFilesMustHave() throws IOException {
        String stated = house.issuer.token(
                "job", List.of("stated"), claims -> claims.claim("sallyport_manifest", digest("V1.sql")));
        assertThat(psql(stated, REVIEWED).exitCode()).isZero();
        assertThat(psql(stated, OTHER).err()).contains("refused by stated: UPDATE is not in the manifest");

        String silent = house.issuer.token("job", "stated");
        assertThat(psql(silent, "BEGIN").err()).contains("FATAL:").contains("the token states no manifest");
    }

    @Test
    void theDigestOfAFileIsThatOfItsStatements() throws IOException {
        Path spelled = directory.resolve("spelled.sql");
        Files.writeString(spelled, "/* again */ " + REVIEWED.replace("integer", "INT"));
        Path changed = directory.resolve("changed.sql");
        Files.writeString(changed, REVIEWED.replace("'none'", "'some'"));
        Path broken = directory.resolve("broken.sql");
        Files.writeString(broken, "SELECT 1;\n\\i other.sql\n");

        Program.Outcome outcome = Program.run(
                "manifest", "digest", "--statements", spelled.toString(), changed.toString(), broken.toString());

        List<String> files = outcome.out()
                .lines()
                .filter(line -> line.startsWith("sha256:"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(files).hasSize(2).doesNotHaveDuplicates().contains(digest("V1.sql"));
        assertThat(outcome.out()).contains("spelled.sql:3 CREATE TABLE");
        assertThat(outcome.err()).contains("broken.sql:2:1: psql's own commands can't be reviewed");
    }

    private String ci() {
        return house.issuer.token("job-17", "ci");
    }

    private String digest(String file) {
        Program.Outcome outcome = Program.run(
                "manifest", "digest", directory.resolve("db").resolve(file).toString());
        assertThat(outcome.exitCode()).isZero();
        return outcome.out().substring(0, outcome.out().indexOf(' '));
    }

    private static String database(String digest) {
        return "dbname=shop options='-c sallyport.manifest=" + digest + "'";
    }

    private Program.Outcome psql(String token, String script, String... options) {
        String[] all = new String[options.length + 4];
        all[0] = "-v";
        all[1] = "ON_ERROR_STOP=1";
        all[2] = "-v";
        all[3] = "VERBOSITY=verbose";
        System.arraycopy(options, 0, all, 4, options.length);
        return Psql.run(gateway.port(), token, "shop", script, all);
    }
}
