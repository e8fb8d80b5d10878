package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Durability;
import dev.sallyport.credential.Credential;
import dev.sallyport.identity.KeySource;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.RulePack;
import dev.sallyport.policy.RuleSetting;
import dev.sallyport.sql.Effect;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.UpstreamTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void prepare() throws IOException {
        files = new ConfigurationFiles(directory);
    }

    @Test
    void theExampleIsReadAsItIsWritten() throws IOException {
        Configuration configuration = files.loaded(Files.readString(ConfigurationFiles.EXAMPLE));
        assertThat(configuration.listen())
                .isEqualTo(new Configuration.Listen(
                        new Configuration.Endpoint("127.0.0.1", 6432),
                        new Configuration.Endpoint("127.0.0.1", 6480),
                        new Configuration.Tls(directory.resolve("server.crt"), directory.resolve("server.key"), true)));
        assertThat(configuration.issuers()).singleElement().satisfies(issuer -> {
            assertThat(issuer.issuer()).isEqualTo("https://idp.example.com/realms/acme");
            assertThat(issuer.audiences()).containsExactly("sallyport");
            assertThat(issuer.keys()).isEqualTo(new KeySource.KeyFile(directory.resolve("jwks.json")));
            assertThat(issuer.groups().source()).isEqualTo("claims.groups");
            assertThat(issuer.clockSkew()).isEqualTo(Duration.ofSeconds(60));
        });
        assertThat(configuration.databases()).containsOnlyKeys("shop");
        assertThat(configuration.databases().get("shop")).isNotNull().satisfies(shop -> {
            assertThat(shop.address())
                    .isEqualTo(new DatabaseAddress(
                            "db.internal",
                            5432,
                            "shop",
                            Protection.of(SslMode.VERIFY_FULL),
                            UpstreamTarget.PROTOCOL_3_2,
                            Duration.ofSeconds(10)));
            assertThat(password(shop.credential())).isEqualTo("hunter2");
        });
        assertThat(configuration.policy().masks())
                .containsExactly(new MaskSetting(
                        "customer-pii",
                        "shop",
                        List.of("public.customers.ssn", "public.customers.email", "public.tickets.payload->>'ssn'"),
                        new MaskFunction.Redact(),
                        MaskSetting.Nulls.CONSTANT,
                        Flows.DENY));
        assertThat(configuration.policy().access())
                .containsExactly(new AccessSetting(
                        "agents-work-on-shop",
                        "\"ai-agents\" in groups",
                        "shop",
                        Set.of(Effect.READ, Effect.WRITE),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        AccessSetting.Approval.NONE,
                        List.of()));
        assertThat(configuration.policy().rules())
                .startsWith(RulePack.SAFE_AGENT.rules().toArray(RuleSetting[]::new))
                .endsWith(new RuleSetting(
                        "ask-before-writing-payments",
                        "statement.writes && \"public.payments\" in statement.relations",
                        RuleSetting.Verdict.APPROVE))
                .hasSize(RulePack.SAFE_AGENT.rules().size() + 2);
        assertThat(configuration.audit())
                .isEqualTo(new Configuration.Audit(directory.resolve("audit"), Durability.SYNCED));
        assertThat(configuration.recording())
                .isEqualTo(new Configuration.Recording(directory.resolve("recordings"), 256L << 20, 16L << 20));
        assertThat(configuration.approval()).isNotNull().satisfies(approval -> {
            assertThat(approval.approvers().source()).isEqualTo("\"dba\" in groups");
            assertThat(approval.within()).isEqualTo(Duration.ofHours(1));
            assertThat(approval.inTransaction()).isEqualTo(Duration.ofSeconds(60));
        });
        assertThat(configuration.limits().sessions()).isEqualTo(1_000);
        assertThat(configuration.limits().grants().grants()).isEqualTo(10_000);
    }

    private static String password(Credential credential) {
        return switch (credential) {
            case Credential.Password login -> login.password().reveal();
            case Credential.EphemeralRole(var admin) -> admin.password().reveal();
        };
    }

    @Test
    void whatIsLeftOutHasTheSafeValue() throws IOException {
        Configuration configuration = files.loaded(LEAST);
        assertThat(configuration.listen().http()).isNull();
        assertThat(configuration.listen().tls()).isNull();
        assertThat(configuration.issuers().getFirst().keys()).isEqualTo(new KeySource.Discovered());
        assertThat(configuration.databases().get("shop"))
                .isNotNull()
                .extracting(shop -> shop.address().protection().sslMode())
                .isEqualTo(SslMode.VERIFY_FULL);
        assertThat(configuration.policy().access().getFirst().idle()).isEqualTo(Duration.ofMinutes(15));
        assertThat(configuration.audit().durability()).isEqualTo(Durability.SYNCED);
        assertThat(configuration.recording()).isNull();
        assertThat(configuration.approval()).isNull();
        assertThat(configuration.limits().sessions()).isEqualTo(1_000);
    }

    @Test
    void everyKindOfProblemIsReportedAtOnce() throws IOException {
        assertThat(files.problems("""
                        listen:
                          postgres: 0.0.0.0:6432
                          htpp: 127.0.0.1:6480
                        identity:
                          issuers:
                            - issuer: http://idp.example.com
                              audience: []
                              groups: claim.groups
                            - issuer: https://idp.example.com
                              audience: a
                              jwks: file:none.json
                              clockSkew: 1h
                            - { issuer: https://idp.example.com, audience: a }
                        databases:
                          shop:
                            url: mysql://db/shop
                            credential: { type: password, username: app, password: "${env:NOT_SET}" }
                            url: postgresql://db/shop
                          other:
                            url: postgresql://app:pw@db/shop
                            credential: { type: ephemeral, password: "x${env:SHOP}" }
                        masks:
                          - { name: pii, database: shop, columns: public.a.b, with: blur }
                        access:
                          - name: agents
                            who: '"ai" in grups'
                            database: shopp
                            statements: [read, everything]
                            session: { lasts: 15, idle: forever }
                          - text
                        rules:
                          - pack:none
                          - safe-agent
                          - name: one
                            when: statement.knd == "x"
                            then: alow
                          - name: two
                            when: >-
                              statement.writes &&
                              statement.knd == "x"
                            then: approve
                        audit: { directory: "${env:SHOP}", durability: best-effort }
                        recording: { limit: 3 }
                        limits: { sessions: 0, grants: many }
                        """))
                .containsExactly(
                        "line 1: approval: is missing: a rule, a mask or an access entry asks for approval",
                        "line 1: listen.tls: is missing: without TLS only an address on this machine can be used",
                        "line 3: listen.htpp: is not a key that is known here; known are postgres, http, tls",
                        "line 6: identity.issuers[0].issuer: must use https unless it is on this machine",
                        "line 7: identity.issuers[0].audience: is empty",
                        "line 8: identity.issuers[0].groups: line 1, column 1: undeclared reference to 'claim' (in container '')",
                        "line 11: identity.issuers[1].jwks: names a file that can't be read: "
                                + directory.resolve("none.json"),
                        "line 12: identity.issuers[1].clockSkew: is longer than 10m",
                        "line 13: identity.issuers[2].issuer: is configured twice",
                        "line 16: databases.shop.url: must begin with postgresql://",
                        "line 17: databases.shop.credential.password: the environment variable NOT_SET is not set",
                        "line 18: databases.shop.url: the key is there twice",
                        "line 20: databases.other.url: can't hold a user or a password: they are the credential's",
                        "line 21: databases.other.credential.password: must be ${env:NAME} or ${file:PATH} as a whole",
                        "line 21: databases.other.credential.type: must be one of password, ephemeral-role",
                        "line 21: databases.other.credential.username: is missing",
                        "line 23: masks[0].columns: must be a list",
                        "line 23: masks[0].with: must be one of redact, null, or a mapping with one of the keys"
                                + " constant, partial, hash, bucket, truncate-date, format-preserving",
                        "line 26: access[0].who: line 1, column 9: undeclared reference to 'grups' (in container '')",
                        "line 27: access[0].database: there is no database shopp",
                        "line 28: access[0].statements[1]: must be one of read, write, ddl, admin",
                        "line 29: access[0].session.idle: must be a time such as 60s, 15m or 1h, a year at most",
                        "line 29: access[0].session.lasts: must be a time such as 60s, 15m or 1h, a year at most",
                        "line 30: access[1]: must be a mapping with the keys name, who, database, statements, session, unmask, role, schemas, tables, manifest",
                        "line 32: rules[0]: there is no pack of this name",
                        "line 33: rules[1]: must begin with pack: or be a mapping",
                        "line 35: rules[2].when: line 1, column 10: undefined field 'knd'",
                        "line 36: rules[2].then: must be one of allow, approve, deny",
                        "line 38: rules[3].when: line 1, column 30: undefined field 'knd'",
                        "line 42: audit.directory: can't refer to a secret: only secrets are taken from the environment and from files",
                        "line 42: audit.durability: must be one of synced, written",
                        "line 43: recording.directory: is missing",
                        "line 44: limits.grants: must be a whole number from 1 to 1000000",
                        "line 44: limits.sessions: must be a whole number from 1 to 100000");
    }

    @Test
    void namesMustBeUniqueAndReferencesMustLeadSomewhere() throws IOException {
        assertThat(files.problems(LEAST + """
                        masks:
                          - { name: pii, database: shop, columns: [public.a.b], with: redact }
                          - { name: pii, database: shop, columns: [b], with: redact }
                          - { name: hr, database: crm, columns: [public.a.b], with: redact }
                        rules:
                          - 'pack:safe-agent'
                          - { name: x, when: 'true', then: deny }
                          - { name: x, when: 'true', then: deny }
                        approval: { approvers: 'true' }
                        """.replace("rules:", "rules: # after a pack, whose rules come first")))
                .anySatisfy(problem -> assertThat(problem).startsWith("line 12: masks[1].columns[0]: "))
                .contains(
                        "line 12: masks[1].name: is used twice: pii",
                        "line 13: masks[2].database: there is no database crm",
                        "line 17: rules[2].name: is used twice: x")
                .hasSize(4);
        assertThat(files.problems(LEAST.replace("{ lasts: 15m }", "{ lasts: 15m }, unmask: [pii]")))
                .containsExactly("line 8: access[0].unmask: there is no mask pii of database shop");
    }

    @Test
    void aProblemInsideAnEntryIsReportedWhereTheFileHasIt() throws IOException {
        assertThat(files.problems(LEAST + """
                        rules:
                          - pack:safe-agent
                          - { name: broken, when: 1 }
                          - name: mine
                            when: 'statement.nothing'
                            then: deny
                        approval: { approvers: 'nobody' }
                        """))
                .containsExactly(
                        "line 12: rules[1].then: is missing",
                        "line 12: rules[1].when: line 1, column 1: expected type 'bool' but found 'int'",
                        "line 14: rules[2].when: line 1, column 10: undefined field 'nothing'",
                        "line 16: approval.approvers: line 1, column 1: undeclared reference to 'nobody' (in container '')");
    }

    @Test
    void approvalMustBeConfiguredWhereItIsAskedFor() throws IOException {
        assertThat(files.problems(LEAST + "rules: [ { name: a, when: 'true', then: approve } ]"))
                .containsExactly("line 1: approval: is missing: a rule, a mask or an access entry asks for approval");
        assertThat(files.problems(LEAST + "rules: [ 'pack:safe-agent' ]")).hasSize(1);
        assertThat(files.problems(LEAST + "approval: { approvers: 'true', within: 1m, inTransaction: 2m }"))
                .containsExactly("line 10: approval.inTransaction: is longer than within");
    }

    @Test
    void theWordNullIsAMaskFunctionAlsoWithoutQuotes() throws IOException {
        String mask = "masks: [ { name: m, database: shop, columns: [public.a.b], with: null } ]";
        assertThat(files.loaded(LEAST + mask).policy().masks().getFirst().with())
                .isEqualTo(new MaskFunction.Null());
    }

    @Test
    void withoutTlsOnlyThisMachineCanBeListenedOn() throws IOException {
        for (String local : List.of("localhost:0", "127.0.0.1:6432", "'[::1]:6432'")) {
            files.loaded(LEAST.replace("\"127.0.0.1:6432\"", local));
        }
        for (String bad : List.of(
                "0.0.0.0:6432",
                "'[::]:6432'",
                "db.example.com:6432",
                "127.0.0.1",
                "'::1:6432'",
                ":1",
                "127.0.0.1:65536",
                "127.0.0.1.example.com:1")) {
            assertThat(files.problems(LEAST.replace("\"127.0.0.1:6432\"", bad)))
                    .as(bad)
                    .hasSize(1);
        }
        String tls = "{ postgres: 0.0.0.0:6432, tls: { certificate: server.crt, key: server.key, required: %s } }";
        files.loaded(LEAST.replace("{ postgres: \"127.0.0.1:6432\" }", tls.formatted("true")));
        assertThat(files.problems(LEAST.replace("{ postgres: \"127.0.0.1:6432\" }", tls.formatted("false"))))
                .containsExactly(
                        "line 1: listen.tls.required: must be true: without TLS only an address on this machine can be used");
    }

    @Test
    void noProblemShowsASecret() throws IOException {
        String secret = "swordfish";
        for (String password : List.of("\"" + secret + "${env:X}\"", "[" + secret + "]", "{ " + secret + ": 1 }")) {
            assertThat(files.problems(LEAST.replace("secret-in-file", password)).toString())
                    .as(password)
                    .contains("databases.shop.credential.password");
        }
        assertThat(files.problems(LEAST.replace("secret-in-file", "\"" + secret + "${env:X}\""))
                        .toString())
                .doesNotContain(secret);
        assertThat(files.loaded(LEAST.replace("secret-in-file", secret)).toString())
                .doesNotContain(secret);
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsUnreadable() throws IOException {
        assertThat(files.loader().load(directory.resolve("none.yaml")))
                .isEqualTo(new ConfigurationLoader.Result.Unreadable("can't be read"));
        assertThat(files.loader().load(directory)).isInstanceOf(ConfigurationLoader.Result.Unreadable.class);
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff});
        assertThat(files.loader().load(binary)).isEqualTo(new ConfigurationLoader.Result.Unreadable("is not UTF-8"));
    }

    @Test
    void aFileMayBeAsLargeAsTheLimitAndNoLarger() throws IOException {
        String padding = "#".repeat(ConfigurationLimits.FILE_BYTES - LEAST.length());
        files.loaded(LEAST + padding);
        assertThat(files.problems(LEAST + padding + "#")).containsExactly("is larger than 1048576 bytes");
    }

    @Test
    void aListMayHaveAsManyEntriesAsTheLimitAndNoMore() throws IOException {
        String functions = "    trustedFunctions: [" + "a.b,".repeat(ConfigurationLimits.ENTRIES);
        files.loaded(LEAST.replace("access:", functions + "]\naccess:"));
        assertThat(files.problems(LEAST.replace("access:", functions + "a.b]\naccess:")))
                .containsExactly("line 7: databases.shop.trustedFunctions: has more than 1000 entries");
    }

    @Test
    void aTextMayBeAsLongAsTheLimitAndNoLonger() throws IOException {
        String text = "x".repeat(ConfigurationLimits.TEXT_LENGTH);
        files.loaded(LEAST.replace("audience: sallyport", "audience: " + text));
        assertThat(files.problems(LEAST.replace("audience: sallyport", "audience: x" + text)))
                .containsExactly("line 2: identity.issuers[0].audience: is longer than 8192 characters");
    }

    @Test
    void noMoreProblemsAreReportedThanTheLimit() throws IOException {
        StringBuilder unknown = new StringBuilder(LEAST);
        for (int key = 0; key <= ConfigurationLimits.PROBLEMS; key++) {
            unknown.append("unknown").append(key).append(": 1\n");
        }
        assertThat(files.problems(unknown.toString())).hasSize(ConfigurationLimits.PROBLEMS);
    }
}
