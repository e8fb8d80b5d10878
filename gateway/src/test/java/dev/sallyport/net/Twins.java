package dev.sallyport.net;

import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with a shop in it, and a gateway before it that masks what is sensitive there: asked the same, they should say the same. */
final class Twins implements AutoCloseable {
    private static final int PROCESS_ID_BYTES = Integer.BYTES;

    final ShopDatabase shop;
    final TestGateway gateway;

    private final PolicyDecider decider;

    private Twins(ShopDatabase shop, PolicyDecider decider, TestGateway gateway) {
        this.shop = shop;
        this.decider = decider;
        this.gateway = gateway;
    }

    static Twins start(Path directory, String script) throws IOException, SQLException {
        return start(directory, script, System::nanoTime);
    }

    /**
     * Starts both.
     *
     * @param nanoTime by which what is known of the database's catalog grows old
     */
    static Twins start(Path directory, String script, LongSupplier nanoTime) throws IOException, SQLException {
        ShopDatabase shop = ShopDatabase.start();
        shop.execute(script);
        return start(directory, shop, shop.maskingDecider(nanoTime));
    }

    /** The same where nothing is masked. */
    static Twins startUnmasked(Path directory, String script) throws IOException, SQLException {
        ShopDatabase shop = ShopDatabase.start();
        shop.execute(script);
        return start(directory, shop, shop.decider(ShopDatabase.policy(List.of(), List.of())));
    }

    private static Twins start(Path directory, ShopDatabase shop, PolicyDecider decider) throws IOException {
        return new Twins(
                shop,
                decider,
                new TestGateway(
                        directory, shop.target(), decider, decider::schemaMayHaveChanged, ShopDatabase.everything()));
    }

    /** One thing that is sent, up to and including what is answered with ReadyForQuery. */
    record Step(List<Bytes> messages) {
        Step(Bytes... messages) {
            this(List.of(messages));
        }
    }

    static Step simple(String sql) {
        return simple(sql.getBytes(StandardCharsets.UTF_8));
    }

    static Step simple(byte[] sql) {
        return new Step(new Query(Bytes.of(sql)).encode());
    }

    static Step extended(String sql, @Nullable String... parameters) {
        return extended(sql.getBytes(StandardCharsets.UTF_8), parameters);
    }

    static Step extended(byte[] sql, @Nullable String... parameters) {
        List<@Nullable Bytes> values = new ArrayList<>();
        for (String parameter : parameters) {
            values.add(parameter == null ? null : Bytes.ofUtf8(parameter));
        }
        return new Step(
                new Parse("", Bytes.of(sql), List.of()).encode(),
                new Bind("", "", List.of(), values, List.of()).encode(),
                new Describe(Target.PORTAL, "").encode(),
                new Execute("", 0).encode(),
                new Sync().encode());
    }

    /** What the server says to all of that. */
    List<String> direct(Map<String, String> parameters, List<Step> steps) throws IOException {
        try (RawClient client = new RawClient(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), shop.target().port()))) {
            return play(client.send(startup("postgres", "postgres", parameters)), steps);
        }
    }

    /** What the gateway says to it. */
    List<String> through(Map<String, String> parameters, List<Step> steps) throws IOException {
        try (Session session = open(parameters)) {
            List<String> answers = new ArrayList<>();
            for (Step step : steps) {
                answers.addAll(session.say(step));
            }
            return answers;
        }
    }

    /** A session through the gateway that stays. */
    record Session(RawClient client) implements AutoCloseable {
        /** What is answered. */
        List<String> say(Step step) throws IOException {
            client.send(step.messages().toArray(Bytes[]::new));
            return readUntilReady(client);
        }

        /** What is answered to the next of several things that were sent at once. */
        List<String> next() throws IOException {
            return readUntilReady(client);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** Another gateway before the same database, with the same that decides, under whose grant nothing is masked. */
    TestGateway trusted(Path directory) throws IOException {
        return new TestGateway(
                directory, shop.target(), decider, decider::schemaMayHaveChanged, ShopDatabase.everythingUnmasked());
    }

    /** Begins a session through the gateway. */
    Session open(Map<String, String> parameters) throws IOException {
        return open(gateway, parameters);
    }

    /** Begins a session through a gateway. */
    static Session open(TestGateway gateway, Map<String, String> parameters) throws IOException {
        RawClient client = new RawClient(gateway.listener.address());
        client.send(new SSLRequest().encode()).readByte();
        client.encrypt().send(startup("agent", "shop", parameters));
        client.read();
        client.send(new PasswordMessage(Bytes.ofUtf8("good")).encode());
        readUntilReady(client);
        return new Session(client);
    }

    private static Bytes startup(String user, String database, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("user", user);
        parameters.put("database", database);
        return new StartupMessage(3, 0, parameters).encode();
    }

    private static List<String> play(RawClient client, List<Step> steps) throws IOException {
        readUntilReady(client);
        List<String> answers = new ArrayList<>();
        for (Step step : steps) {
            client.send(step.messages().toArray(Bytes[]::new));
            answers.addAll(readUntilReady(client));
        }
        return answers;
    }

    private static List<String> readUntilReady(RawClient client) throws IOException {
        List<String> frames = new ArrayList<>();
        byte type;
        do {
            Bytes frame = client.readFrame();
            type = frame.at(0);
            frames.add(readable(frame, type == BackendType.NOTIFICATION_RESPONSE ? PROCESS_ID_BYTES : 0));
        } while (type != BackendType.READY_FOR_QUERY && !frames.getLast().startsWith("E SFATAL"));
        return frames;
    }

    /** All its bytes but for what is another in each session. */
    private static String readable(Bytes frame, int differing) {
        StringBuilder text = new StringBuilder().append((char) frame.at(0)).append(' ');
        for (int i = Frame.HEADER + differing; i < frame.length(); i++) {
            byte one = frame.at(i);
            if (one >= ' ' && one < 0x7f && one != '\\') {
                text.append((char) one);
            } else {
                text.append("\\%02x".formatted(one));
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        shop.close();
    }
}
