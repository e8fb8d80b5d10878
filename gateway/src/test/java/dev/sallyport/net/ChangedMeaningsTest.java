package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.TestPostgres;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names of portals, cursors and prepared statements that come to mean something else, by a real PostgreSQL's rules. */
@Timeout(120)
class ChangedMeaningsTest {
    private static final String PLAIN = "SELECT 'plain'::name AS masked";
    private static final String SENSITIVE = "SELECT datname AS masked FROM pg_database ORDER BY oid LIMIT 1";

    @TempDir
    private static Path directory;

    private static TestPostgres postgres;
    private static TestGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private RawClient client;

    @BeforeAll
    static void start() throws Exception {
        postgres = new TestPostgres(directory);
        gateway = new TestGateway(directory, postgres.target("tls_scram", SslMode.REQUIRE));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postgres.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = new RawClient(gateway.listener.address());
        client.send(new SSLRequest().encode()).readByte();
        client.encrypt().send(RawClient.startup(0).encode());
        client.read();
        client.send(new PasswordMessage(Bytes.ofUtf8("good")).encode());
        client.readUntilReady();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @Test
    void aPortalThatFetchesIsGoneWithTheCursorThatItWasBoundFor() throws IOException {
        query("BEGIN");
        query("DECLARE c CURSOR FOR " + PLAIN);
        described("FETCH c /* masked */");
        query("CLOSE c");
        query("DECLARE c CURSOR FOR " + SENSITIVE);

        assertThat(answer(new Execute("p", 0).encode(), new Sync().encode())).containsExactly("34000");
    }

    @Test
    void aPortalThatExecutesIsMaskedByWhatIsPreparedWhenItRuns() throws IOException {
        query("PREPARE e AS " + PLAIN);
        query("BEGIN");
        described("EXECUTE e /* masked */");
        query("DEALLOCATE e");
        query("PREPARE e AS " + SENSITIVE);

        assertThat(answer(new Execute("p", 0).encode(), new Sync().encode())).containsExactly("[redacted]");
    }

    @Test
    void aCursorIsNotRunByTheProtocolUnderTheNameOfAPortalThatWas() throws IOException {
        query("BEGIN");
        described(PLAIN);
        query("CLOSE p");
        query("DECLARE p CURSOR FOR " + SENSITIVE);

        assertThat(answer(new Execute("p", 0).encode(), new Sync().encode())).containsExactly("34000");
    }

    @Test
    void aNameThatAnUnansweredStatementMayChangeIsNotUsedBeforeItsAnswer() throws IOException {
        answer(parse("s", PLAIN), new Sync().encode());
        client.send(
                new Query(Bytes.ofUtf8("DEALLOCATE s")).encode(),
                new Query(Bytes.ofUtf8("PREPARE s AS SELECT 'another'")).encode(),
                bind("", "s"),
                new Execute("", 0).encode(),
                new Sync().encode());
        client.readUntilReady();
        client.readUntilReady();

        assertThat(read()).containsExactly("26000");
    }

    private void described(String sql) throws IOException {
        answer(parse("", sql), bind("p", ""), new Describe(Target.PORTAL, "p").encode(), new Sync().encode());
    }

    private static Bytes parse(String name, String sql) {
        return new Parse(name, Bytes.ofUtf8(sql), List.of()).encode();
    }

    private static Bytes bind(String portal, String statement) {
        return new Bind(portal, statement, List.of(), List.of(), List.of()).encode();
    }

    private void query(String sql) throws IOException {
        assertThat(answer(new Query(Bytes.ofUtf8(sql)).encode())).isEmpty();
    }

    private List<String> answer(Bytes... messages) throws IOException {
        client.send(messages);
        return read();
    }

    /** The first value of each row, and the SQLSTATE of each error. */
    private List<String> read() throws IOException {
        List<String> told = new ArrayList<>();
        for (var message : client.readUntilReady()) {
            if (message instanceof DataRow row) {
                Bytes first = row.values().getFirst();
                told.add(first == null ? "NULL" : first.utf8ForDisplay());
            } else if (message instanceof ErrorResponse error) {
                told.add(error.sqlState());
            }
        }
        return told;
    }
}
