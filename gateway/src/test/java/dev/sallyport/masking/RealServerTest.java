package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.upstream.TestServers;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows and descriptions of a real server go through plans, and what comes out goes back to it as parameters. */
class RealServerTest {
    private static final String DOCUMENT =
            "{\"a\": [1, {\"ssn\": \"1\"}], \"n\": {\"ssn\": {\"x\": 1.50}}, \"t\": \"ä\\\"\"}";

    private static EmbeddedPostgres server;
    private static RawConnection connection;

    @BeforeAll
    static void start() throws Exception {
        server = TestServers.quiet().start();
        connection = new RawConnection(server.getPort());
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void theConstantOfEveryBuiltInTypeIsAValueOfItInBothFormats() throws Exception {
        List<String> failures = new ArrayList<>();
        for (TypeConstant constant : TypeConstants.ALL) {
            check(constant.type().equals("char") ? "\"char\"" : constant.type(), constant.oid(), failures);
            check((constant.type().equals("char") ? "\"char\"" : constant.type()) + "[]", constant.array(), failures);
        }
        for (String type : List.of(
                "varchar(3)",
                "varchar(10)",
                "varchar(11)",
                "char(1)",
                "char(10)",
                "char(20)",
                "char(2000)",
                "bit(1)",
                "bit(13)",
                "varbit(3)",
                "numeric(10,2)",
                "timestamp(0)",
                "interval day",
                "varchar(3)[]")) {
            check(type, 0, failures);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void everyOtherTypeBecomesNull() throws Exception {
        connection.query("create type mood as enum ('good', 'bad')");
        connection.query("create type pair as (a int, b text)");
        connection.query("create domain short as varchar(4)");
        connection.query("create table other (c1 mood, c2 pair, c3 mood[], c4 short, c5 aclitem)");
        connection.query("insert into other values ('bad', (1,'x'), '{bad}', 'abcd', null)");
        for (Format format : List.of(Format.TEXT, Format.BINARY)) {
            // No binary form exists of aclitem.
            String columns = format == Format.TEXT ? "c1, c2, c3, c4, c5" : "c1, c2, c3, c4";
            var answer = connection.query("select " + columns + " from other", format);
            DataRow masked = masked(answer.description(), answer.rows().getFirst());

            List<@Nullable Bytes> values = masked.values();
            assertThat(values.subList(0, 3)).containsOnlyNulls();
            assertThat(values.get(3)).isEqualTo(Bytes.ofUtf8("[red"));
            assertThat(values.subList(4, values.size())).allMatch(Objects::isNull);
        }
    }

    @Test
    void theTableKnowsEveryTypeThatServersHaveOrSaysWhichItDoesNot() throws Exception {
        var answer = connection.query(
                "select typname from pg_type where oid < 10000 and typtype in ('b', 'r', 'm')"
                        + " and typcategory <> 'A' order by typname",
                Format.TEXT);
        Set<String> types = new LinkedHashSet<>();
        for (Frame row : answer.rows()) {
            types.add(RawConnection.values(row).getFirst().utf8ForDisplay());
        }
        types.removeAll(TypeConstants.ALL.stream().map(TypeConstant::type).collect(Collectors.toSet()));

        assertThat(types)
                .containsExactlyInAnyOrder(
                        "aclitem",
                        "gtsvector",
                        "pg_brin_bloom_summary",
                        "pg_brin_minmax_multi_summary",
                        "pg_dependencies",
                        "pg_mcv_list",
                        "pg_ndistinct",
                        "pg_node_tree",
                        "pg_snapshot",
                        "txid_snapshot");
    }

    @Test
    void onlyTheValueAtThePathOfARealDocumentChanges() throws Exception {
        for (String type : List.of("json", "jsonb")) {
            connection.query("create table doc_" + type + " (c1 " + type + ")");
            connection.query("insert into doc_" + type + " values ('" + DOCUMENT + "'), (null)");
            for (Format format : Format.values()) {
                var answer = connection.query("select c1 from doc_" + type, format);
                Frame row = answer.rows().getFirst();
                MaskPlan plan = MaskPlan.of(answer.description(), rules(answer.description(), List.of("n", "ssn")));

                String before = RawConnection.values(row).getFirst().utf8();
                String after = RawConnection.values(Frame.of(plan.mask(row)))
                        .getFirst()
                        .utf8();

                assertThat(after)
                        .isEqualTo(before.replace("{\"x\": 1.50}", "\"[redacted]\""))
                        .isNotEqualTo(before);
                assertThat(plan.mask(answer.rows().get(1)))
                        .isEqualTo(answer.rows().get(1).bytes());
            }
        }
    }

    @Test
    void theConditionNamesAreTheServers() throws Exception {
        var answer = connection.query(
                "select pg_read_file(setting || '/errcodes.txt') from pg_config where name = 'SHAREDIR'", Format.TEXT);
        String errcodes =
                RawConnection.values(answer.rows().getFirst()).getFirst().utf8();
        Map<String, String> names = new HashMap<>();
        for (String line : errcodes.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (!line.startsWith("#") && words.length == 4 && words[0].length() == 5) {
                names.put(words[0], words[3]);
            }
        }
        assertThat(names).hasSizeGreaterThan(200);
        names.forEach((code, name) -> assertThat(Conditions.name(code)).as(code).isEqualTo(name));
    }

    /** Makes a table of a type, masks its NULL, and sends the constant back as a parameter that is stored in the column. */
    private static void check(String type, int oid, List<String> failures) throws Exception {
        connection.query("create table t (c1 " + type + ")");
        try {
            connection.query("insert into t values (null)");
            for (Format format : Format.values()) {
                var answer = connection.query("select c1 from t", format);
                Field field = answer.description().fields().getFirst();
                Bytes value = masked(answer.description(), answer.rows().getFirst())
                        .values()
                        .getFirst();
                if (value == null || (oid != 0 && oid != field.typeOid())) {
                    failures.add(type + " " + format + ": masked as NULL, or listed with another OID");
                    continue;
                }
                String error = connection.insert("insert into t values ($1)", field.typeOid(), value, format);
                if (error != null) {
                    failures.add(type + " " + format + ": " + error);
                }
            }
        } finally {
            connection.query("drop table t");
        }
    }

    private static DataRow masked(RowDescription description, Frame row) throws Exception {
        Bytes masked = MaskPlan.of(description, rules(description, List.of())).mask(row);
        return (DataRow) BackendMessages.decode(Frame.of(masked));
    }

    private static AnswerRules rules(RowDescription description, List<String> path) {
        Map<ColumnId, MaskRule> masks = new HashMap<>();
        for (Field field : description.fields()) {
            masks.put(
                    new ColumnId(field.tableOid(), field.attributeNumber()),
                    new MaskRule("pii", field.name(), new MaskFunction.Redact(), Nulls.CONSTANT, path));
        }
        return new AnswerRules(masks, true);
    }
}
