package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.masking.MaskPlan;
import dev.sallyport.masking.RawConnection;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Piece;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks that look for pieces in free texts, from the decision to the rows of a real server: uses pass, and what comes of them is searched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DetectingMaskTest {
    private static final String SCRIPT = """
            CREATE TABLE notes (id int PRIMARY KEY, body text, payload jsonb, tags text[], secret text,
                                upper_body text GENERATED ALWAYS AS (upper(body)) STORED);
            INSERT INTO notes VALUES (1, 'refund ada@example.com', '{"to": "ada@example.com", "n": 1}', '{ada@example.com,b}',
                                      'bob@example.com');
            CREATE VIEW shown AS SELECT id, body FROM notes;
            """;

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private RawConnection connection;

    @SuppressWarnings("NullAway.Init")
    private PolicyDecider decider;

    @BeforeAll
    void start() throws Exception {
        shop = ShopDatabase.start();
        shop.execute(SCRIPT);
        connection = new RawConnection(shop.port(), "postgres");
        MaskSetting detecting = new MaskSetting(
                "free-text",
                "shop",
                List.of("public.notes.body", "public.notes.payload", "public.notes.tags"),
                new MaskFunction.Detect(Set.of(Piece.EMAIL), new MaskFunction.Redact(), false),
                MaskSetting.Nulls.KEEP,
                Flows.ALLOW);
        MaskSetting masking = new MaskSetting(
                "pii",
                "shop",
                List.of("public.notes.secret"),
                new MaskFunction.Redact(),
                MaskSetting.Nulls.CONSTANT,
                Flows.DENY);
        decider = shop.decider(ShopDatabase.policy(List.of(detecting, masking), List.of()));
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        shop.close();
    }

    private Decision decide(String sql) {
        Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(List.of("public")));
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, sql)
                .decision();
    }

    private String shown(String sql) throws Exception {
        Decision decision = decide(sql);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allow.class);
        RawConnection.Answer answer = connection.ask(sql, Format.TEXT);
        assertThat(answer.error()).isNull();
        MaskPlan plan = MaskPlan.of(answer.description(), ((Decision.Allow) decision).answer());
        List<String> values = new ArrayList<>();
        for (Frame row : answer.rows()) {
            DataRow masked = (DataRow) BackendMessages.decode(Frame.of(plan.mask(row)));
            for (Bytes value : masked.values()) {
                values.add(value == null ? "NULL" : value.utf8());
            }
        }
        return String.join("|", values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SELECT body FROM notes;refund [redacted]",
                "SELECT n.body AS x FROM notes n WHERE body ILIKE '%refund%' ORDER BY body;refund [redacted]",
                "SELECT payload FROM notes;{\"n\": 1, \"to\": \"[redacted]\"}",
                "SELECT payload->>'to' FROM notes;[redacted]",
                "SELECT tags FROM notes;{[redacted],b}",
                "SELECT tags[1] FROM notes;[redacted]",
                "SELECT lower(body) || '!' FROM notes;refund [redacted]!",
                "SELECT length(body), body ~ 'refund' FROM notes;22|t",
                "SELECT upper_body FROM notes;REFUND [redacted]",
                "SELECT body FROM shown;refund [redacted]",
                "SELECT (SELECT body FROM notes LIMIT 1);refund [redacted]",
                "SELECT count(*) FROM notes GROUP BY body;1",
                "SELECT body FROM notes UNION ALL SELECT 'c@example.com';refund [redacted]|[redacted]",
                "SELECT secret, body FROM notes;[redacted]|refund [redacted]",
                "SELECT secret FROM notes UNION ALL SELECT body FROM notes;[redacted]|[redacted]"
            })
    void usesPassAndTextsThatComeOfThemAreSearched(String sql, String shown) throws Exception {
        assertThat(shown(sql)).isEqualTo(shown);
    }

    @Test
    void anotherMaskStillRefusesWhatItsColumnDecides() {
        assertThat(decide("SELECT body FROM notes WHERE secret = 'x'")).isInstanceOf(Decision.Deny.class);
    }
}
