package dev.sallyport.session;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.AuditRecord.StatementAttempted;
import dev.sallyport.audit.NameLookup;
import dev.sallyport.audit.Receipts;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.SessionChange;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.Changes;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Reach;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TreeDigest;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything around a session, simulated from one seed: client, server, journal, policy, approver and clock each have events ready, and
 * chance says whose comes next. After every step the invariants are checked.
 */
final class World implements Actions {
    static final AnswerRules MASKED = new AnswerRules(
            Map.of(
                    new ColumnId(ModelServer.TABLE, ModelServer.SECRET_COLUMN),
                    new MaskRule(
                            "secrets",
                            "public.t.secret",
                            new MaskFunction.Redact(),
                            MaskSetting.Nulls.CONSTANT,
                            List.of())),
            true);

    private final Random random;
    private final Session session;
    final ModelServer server = new ModelServer(text -> text.startsWith("bad"), _ -> false, false);
    private final FrameDecoder toServer = new FrameDecoder(FrameLimits.frontend());
    private final FrameDecoder fromServer = new FrameDecoder(FrameLimits.backend());
    /** A Bind that is a little longer than the rest comes in parts, as one that is very long does. */
    static final int LONGEST_BIND = 40;

    private final FrameDecoder fromClient = new FrameDecoder(FrameLimits.frontend()
            .with(FrontendType.BIND, LONGEST_BIND)
            .withPassing(FrontendType.BIND, 1_000)
            .withHead(FrontendType.BIND, 30)
            .with(FrontendType.COPY_DATA, 12)
            .withPassing(FrontendType.COPY_DATA, 1_000)
            .withHead(FrontendType.COPY_DATA, 10));

    private final FrameDecoder seenByClient = new FrameDecoder(FrameLimits.backend());

    private final ArrayDeque<Bytes> script;
    private final ArrayDeque<Event> journal = new ArrayDeque<>();
    private final ArrayDeque<Event> behindTheDisk = new ArrayDeque<>();
    private boolean diskStalls;
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private final ArrayDeque<Event> holds = new ArrayDeque<>();
    private final ArrayDeque<Bytes> serverBytes = new ArrayDeque<>();
    private final Map<Long, AuditRecord> records = new HashMap<>();
    private final Set<Long> durable = new HashSet<>();
    private final Set<Long> mayOverlap = new HashSet<>();

    /** For each that went to the server before its record was durable, how many messages the server had sent by then. */
    private final Map<Long, Long> overlapping = new HashMap<>();

    private boolean welcoming;
    private boolean schemaTouched;
    private boolean reportsPath;

    /** Of the latest text to decide, and of each attempt when it was decided. */
    private Situation situation = Situation.UNKNOWN;

    /** By what names are looked up, as the journal says. */
    private @Nullable NameLookup told;

    private final Map<Long, Situation> situations = new HashMap<>();

    /** How many texts the server looked at under a path that was known when they were decided. */
    int pathsKnown;

    private long emitted;
    private long delivered;
    private final Set<Long> approved = new HashSet<>();
    private final Map<Long, Long> attemptOfHold = new HashMap<>();

    final List<AuditRecord> audit = new ArrayList<>();
    /** The portals that the server was made to run, in order. */
    final List<String> executed = new ArrayList<>();

    final List<Frame> seen = new ArrayList<>();

    private final double journalFails;
    private boolean reading = true;
    private boolean readingServer = true;
    private boolean clientClosed;
    private boolean serverClosed = true;
    private long clock;

    World(long seed, List<FrontendMessage> script, double journalFails) {
        this.random = new Random(seed);
        this.script = new ArrayDeque<>();
        say(script);
        this.journalFails = journalFails;
        this.session = new Session(
                new SessionIdentity("s", "127.0.0.1:1"),
                SessionSettings.DEFAULT,
                new BackendKeyData(1, Bytes.of(new byte[4])),
                this);
    }

    boolean closed() {
        return clientClosed;
    }

    boolean quiet() {
        return choices().isEmpty();
    }

    /** Lets things happen until nothing is left to happen. */
    void run() throws ProtocolViolation {
        step(new Event.ClientStarted(new StartupMessage(3, 0, Map.of("user", "agent", "database", "shop"))));
        step(new Event.ClientSent(frame(new FrontendMessage.PasswordMessage(Bytes.ofUtf8("token")))));
        goOn();
    }

    /** Lets the client say more, once nothing was left to happen. */
    void say(List<FrontendMessage> more) {
        more.forEach(message -> script.add(message.encode()));
    }

    /** Lets more things happen until nothing is left to happen. */
    void goOn() {
        for (List<Runnable> choices = choices(); !choices.isEmpty(); choices = choices()) {
            choices.get(random.nextInt(choices.size())).run();
            clock += random.nextInt(1_000_000);
        }
    }

    /** Lets the disk take nothing: records are written at most. */
    void stallDisk() {
        diskStalls = true;
    }

    /** Lets the disk take what it was given. */
    void letDiskGoOn() {
        diskStalls = false;
        journal.addAll(behindTheDisk);
        behindTheDisk.clear();
    }

    /** Makes something happen that no one else would. */
    void inject(Event event) {
        step(event);
    }

    private List<Runnable> choices() {
        List<Runnable> choices = new ArrayList<>();
        if (!script.isEmpty() && reading && !clientClosed) {
            choices.add(this::clientSpeaks);
        }
        if (!journal.isEmpty()) {
            choices.add(() -> step(journal.remove()));
        }
        if (!answers.isEmpty()) {
            choices.add(() -> step(answers.remove()));
        }
        if (!holds.isEmpty()) {
            choices.add(() -> step(holds.remove()));
        }
        if (!serverBytes.isEmpty() && !serverClosed && readingServer) {
            choices.add(this::serverSpeaks);
        }
        return choices;
    }

    private void clientSpeaks() {
        fromClient.feed(piece(script));
        pumpClient();
    }

    private void serverSpeaks() {
        fromServer.feed(piece(serverBytes));
        pumpServer();
    }

    /** The bytes of both sides come in pieces that know nothing of messages. */
    private Bytes piece(ArrayDeque<Bytes> bytes) {
        Bytes first = bytes.remove();
        int cut = random.nextInt(first.length() + 1);
        if (cut > 0 && cut < first.length()) {
            bytes.addFirst(first.slice(cut, first.length() - cut));
            return first.slice(0, cut);
        }
        return first;
    }

    private void pumpServer() {
        try {
            IntPredicate passes = session::passesFromServer;
            for (Input input = fromServer.next(passes); input != null; input = fromServer.next(passes)) {
                step(new Event.ServerSent(input));
            }
        } catch (ProtocolViolation violation) {
            throw new AssertionError(violation);
        }
    }

    private void pumpClient() {
        try {
            IntPredicate passes = session::passesFromClient;
            for (Input input = nextOfClient(passes); input != null; input = nextOfClient(passes)) {
                session.step(new Event.ClientSent(input), clock);
            }
        } catch (ProtocolViolation violation) {
            throw new AssertionError(violation);
        }
    }

    private @Nullable Input nextOfClient(IntPredicate passes) throws ProtocolViolation {
        return reading && !session.isClosed() ? fromClient.next(passes) : null;
    }

    private void step(Event event) {
        if (event instanceof Event.Recorded(var number, var _)) {
            durable.add(number);
            overlapping.remove(number);
        }
        welcoming = event instanceof Event.ServerReady;
        session.step(event, clock);
        welcoming = false;
        pumpClient();
    }

    private static Frame frame(FrontendMessage message) {
        Bytes bytes = message.encode();
        return new Frame(bytes.at(0), bytes);
    }

    // -- actions

    @Override
    public void sendClient(Bytes bytes) {
        check(!clientClosed, "nothing is sent to a client whose connection is closed");
        check(
                !new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1).contains(ModelServer.CANARY),
                "no masked value leaves");
        seenByClient.feed(bytes);
        try {
            for (Input input = seenByClient.next(_ -> false); input != null; input = seenByClient.next(_ -> false)) {
                seen.add((Frame) input);
                delivered += isAnswer((Frame) input) ? 1 : 0;
            }
        } catch (ProtocolViolation violation) {
            throw new AssertionError("the client gets whole messages in order", violation);
        }
        overlapping
                .values()
                .forEach(before -> check(delivered <= before, "nothing is known of what is not durably recorded"));
    }

    /** Whether a message is one of the server's in answer to the client's, and not one that the session says by itself. */
    private boolean isAnswer(Frame frame) {
        boolean fatal = frame.type() == BackendType.ERROR_RESPONSE
                && new String(frame.bytes().toByteArray(), StandardCharsets.ISO_8859_1).contains("FATAL");
        return session.isOpen()
                && !welcoming
                && !fatal
                && frame.type() != BackendType.NOTICE_RESPONSE
                && frame.type() != BackendType.PARAMETER_STATUS;
    }

    @Override
    public void sendServer(Bytes bytes, AuditReceipt receipt) {
        check(!serverClosed, "nothing is sent to a server whose connection is closed");
        if (!durable.contains(receipt.sequence())) {
            check(mayOverlap.contains(receipt.sequence()), "nothing but reads goes upstream without a durable record");
            if (!server.skipping()) {
                overlapping.putIfAbsent(receipt.sequence(), emitted + server.kept());
            }
        }
        toServer.feed(bytes);
        try {
            for (Input input = toServer.next(_ -> false); input != null; input = toServer.next(_ -> false)) {
                Frame frame = (Frame) input;
                FrontendMessage message = FrontendMessages.decode(frame);
                checkAccount(message, records.get(receipt.sequence()));
                checkPath(message, records.get(receipt.sequence()));
                if (message instanceof FrontendMessage.Execute execute && !server.skipping()) {
                    executed.add(execute.portal());
                }
                server.receive(message);
            }
        } catch (ProtocolViolation violation) {
            throw new AssertionError("the server gets whole messages in order", violation);
        }
        for (Bytes output : server.takeOutput()) {
            emitted += isAnswer(Frame.of(output)) ? 1 : 0;
            serverBytes.add(output);
        }
    }

    /** What would run is what was recorded and allowed: the text, and for a Bind the text that the server has under the name. */
    private void checkAccount(FrontendMessage message, @Nullable AuditRecord record) {
        String text = switch (message) {
            case FrontendMessage.Query(var sql) -> sql.utf8ForDisplay();
            case FrontendMessage.FunctionCall call when call.body().equals(ModelServer.OPEN) -> ModelServer.OPEN_TEXT;
            case FrontendMessage.Parse parse -> parse.sql().utf8ForDisplay();
            case FrontendMessage.Bind bind when !server.skipping() -> server.textOf(bind.statement());
            case FrontendMessage.Execute execute
            when !server.skipping() && !server.textOfPortal(execute.portal()).isEmpty() ->
                server.textOfPortal(execute.portal());
            default -> null;
        };
        if (text == null || text.startsWith("sallyport refused") || text.contains("AS sallyport")) {
            return;
        }
        check(record instanceof StatementAttempted, "a statement goes on the account of an attempt");
        StatementAttempted attempt = (StatementAttempted) Objects.requireNonNull(record);
        check(
                attempt.statement().value().equals(text),
                "what is forwarded is what was recorded: " + text + " / " + attempt);
        boolean prepares = message instanceof FrontendMessage.Parse;
        check(
                attempt.decision().equals("allow")
                        || (attempt.decision().equals("hold") && (prepares || approved.contains(attempt.attempt()))),
                "what is forwarded was allowed or approved: " + attempt);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void admit(Credentials credentials) {
        Principal principal =
                new Principal("issuer", "agent", List.of(), Map.of(), "t", Instant.EPOCH.plusSeconds(900), null);
        Grant grant = new Grant(
                "g",
                "access",
                "shop",
                Set.of(Effect.READ),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(900),
                Duration.ofMinutes(5));
        answers.add(new Event.AdmissionAnswered(
                new Admission.Admitted(principal, grant, Duration.ofMinutes(15), new ClaimsNamed.These(Set.of()))));
    }

    @Override
    public void connect(Principal principal, Grant grant, Credentials credentials, AuditReceipt receipt) {
        serverClosed = false;
        answers.add(new Event.ServerReady(
                reportsPath
                        ? Map.of("server_version", "18.0", "search_path", ModelPath.FIRST)
                        : Map.of("server_version", "18.0"),
                1));
    }

    @Override
    public void decide(long number, Principal principal, Grant grant, Situation given, Bytes sql) {
        String text = sql.utf8ForDisplay();
        List<Reason> reasons = List.of(new Reason("rule", "because"));
        Decision decision = text.startsWith("denied") || given.read().contains(after(" unless ", text))
                ? new Decision.Deny("42501", "denied", "ask", reasons)
                : text.equals(ModelServer.OPEN_TEXT)
                        ? new Decision.Allow(AnswerRules.UNCHANGED, reasons)
                        : text.startsWith("held") || given.read().contains(after(" asks after ", text))
                                ? new Decision.Hold(MASKED, reasons)
                                : new Decision.Allow(MASKED, reasons);
        boolean onlyReads = decision instanceof Decision.Allow && text.startsWith("select 1");
        situation = given;
        answers.add(new Event.DecisionMade(
                number, new Decided(decision, statements(text), onlyReads, change(text), labels(text), null)));
    }

    /** A text says at its end by which label it is decided otherwise. */
    private static String after(String words, String text) {
        int at = text.indexOf(words);
        return at < 0 ? "" : text.substring(at + words.length());
    }

    /** A text says at its end what it reads. */
    private static Set<String> labels(String text) {
        int at = text.indexOf(" reads ");
        return at < 0
                ? Set.of()
                : Set.of(text.substring(at + " reads ".length()).split(","));
    }

    /** The labels that the session bore when an attempt was decided. */
    Set<String> readBefore(long attempt) {
        return Objects.requireNonNull(situations.get(attempt)).read();
    }

    /** The users' types of parameters by which an attempt was decided. */
    Set<Integer> parameterTypesOf(long attempt) {
        return Objects.requireNonNull(situations.get(attempt)).parameterTypes();
    }

    private static SessionChange change(String text) {
        return switch (text.split(" ")[0]) {
            case "select", "two", "begin", "fail", "" -> SessionChange.NOTHING;
            case "commit", "path", "boundpath" -> SessionChange.SETTINGS;
            default -> SessionChange.ROLE;
        };
    }

    /** Lets the server tell its search path, as PostgreSQL does from version 18 on. */
    World reportingPath() {
        reportsPath = true;
        return this;
    }

    /** What is known of where names are looked for is so when the server gets to them. */
    private void checkPath(FrontendMessage message, @Nullable AuditRecord record) {
        String path = server.path();
        boolean looksUp = message instanceof FrontendMessage.Query || message instanceof FrontendMessage.Bind;
        if (path != null
                && looksUp
                && record instanceof StatementAttempted attempt
                && !attempt.decision().equals("hold")
                && Objects.requireNonNull(situations.get(attempt.attempt())).searchPath()
                        instanceof SearchPath.Known(var schemas, var _)) {
            check(schemas.equals(List.of(path)), "what is decided under " + schemas + " is looked up in " + path);
            pathsKnown++;
        }
    }

    /** What the journal holds tells by what an attempt was decided; its labels are looked at elsewhere. */
    private void checkTold(StatementAttempted attempt) {
        if (attempt.names() != null) {
            check(!attempt.names().equals(told), "what has not changed is not written again");
            told = attempt.names();
        }
        if (attempt.rule() == null && !attempt.bySession()) {
            return;
        }
        NameLookup names = Objects.requireNonNull(told);
        SearchPath path = names.searchPath() == null
                ? new SearchPath.Unknown()
                : new SearchPath.Known(names.searchPath(), !names.roleMayDiffer());
        Set<Integer> types = attempt.parameterTypes().stream()
                .map(Integer::parseUnsignedInt)
                .filter(type -> Integer.compareUnsigned(type, Situation.FIRST_TYPE_OF_USERS) >= 0)
                .collect(Collectors.toSet());
        Situation given = Objects.requireNonNull(situation);
        Situation retold = new Situation(
                path,
                types,
                given.read(),
                names.schemaMayDiffer(),
                attempt.attempt() - 1,
                Duration.ofSeconds(attempt.ageSeconds()),
                given.reason(),
                given.task());
        check(retold.equals(given), "the journal tells " + retold + " of what was decided in " + given);
    }

    private static List<Statement> statements(String text) {
        String[] words = text.split(" ");
        String kind = switch (words[0]) {
            case "copy" -> "COPY";
            case "create" -> "CREATE TABLE";
            case "prepare", "execute", "deallocate", "begin", "commit" -> words[0].toUpperCase(Locale.ROOT);
            case "declare", "close" -> words[0].toUpperCase(Locale.ROOT) + " CURSOR";
            default -> "SELECT";
        };
        boolean prepared = Set.of("PREPARE", "EXECUTE", "DEALLOCATE", "DECLARE CURSOR", "CLOSE CURSOR")
                .contains(kind);
        Statement statement = new Statement(
                kind,
                List.of(),
                kind.equals("CREATE TABLE") ? Effect.DDL : Effect.READ,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                List.of(),
                List.of(),
                prepared ? words[1] : null,
                List.of(),
                Reach.NONE,
                TreeDigest.ofText(List.of()),
                Changes.NONE,
                null,
                Flow.unknown("the test says so"),
                0,
                text.length());
        return text.isEmpty() ? List.of() : text.startsWith("two") ? List.of(statement, statement) : List.of(statement);
    }

    @Override
    public void append(long number, AuditRecord record) {
        audit.add(record);
        if (record instanceof StatementAttempted attempt) {
            situations.put(attempt.attempt(), situation);
            checkTold(attempt);
        }
        schemaTouched |= record instanceof StatementAttempted touching
                && touching.statement().value().startsWith("create");
        boolean fails = random.nextDouble() < journalFails;
        if (diskStalls || random.nextBoolean()) {
            records.put(number, record);
            journal.add(new Event.Written(number, Receipts.writtenAt(number)));
            if (record instanceof StatementAttempted attempted
                    && attempted.statement().value().startsWith("select 1")
                    && !attempted.phase().equals("execute")
                    && !schemaTouched) {
                mayOverlap.add(number);
            }
        }
        if (fails) {
            journal.add(new Event.NotRecorded(number, "disk full"));
        } else {
            records.put(number, record);
            (diskStalls ? behindTheDisk : journal).add(new Event.Recorded(number, Receipts.at(number)));
        }
    }

    @Override
    public void append(AuditRecord record) {
        audit.add(record);
    }

    @Override
    public String hold(long number, HoldRequest request) {
        boolean yes = request.sql().startsWith("held yes");
        attemptOfHold.put(number, request.attempt());
        if (yes) {
            approved.add(request.attempt());
        }
        holds.add(new Event.HoldAnswered(
                number, yes ? new Event.Verdict.Approved("boss") : new Event.Verdict.Refused("no")));
        return "r" + number;
    }

    @Override
    public void endHold(long number, String why) {
        approved.remove(attemptOfHold.get(number));
    }

    @Override
    public void setTimer(Timer timer, @Nullable Duration after) {
        // Timers run out only where a test says so.
    }

    @Override
    public void cancelServer() {
        // The model's statements take no time.
    }

    @Override
    public void closeServer() {
        serverClosed = true;
    }

    @Override
    public void closeClient() {
        clientClosed = true;
    }

    @Override
    public void schemaChanged() {
        // No catalog here.
    }

    @Override
    public void sessionBegan() {
        // No catalog here.
    }

    @Override
    public void readServer(boolean on) {
        readingServer = on;
    }

    @Override
    public void readClient(boolean on) {
        reading = on;
    }
}
