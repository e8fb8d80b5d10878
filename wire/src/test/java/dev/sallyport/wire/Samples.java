package dev.sallyport.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** At least one of each message, with the odd values that each allows. */
final class Samples {
    private static final Bytes ODD = Bytes.of(new byte[] {0, 1, -1, 'x', 0});
    private static final Bytes NOT_UTF8 = Bytes.of(new byte[] {'S', (byte) 0xff, (byte) 0xfe});
    private static final Field FIELD = new Field("größe", -2, (short) -1, 25, (short) -1, -1, Format.BINARY);

    private Samples() {}

    static List<StartupPacket> startup() {
        return List.of(
                new StartupPacket.SSLRequest(),
                new StartupPacket.GSSENCRequest(),
                new StartupPacket.CancelRequest(-7, Bytes.of(new byte[4])),
                new StartupPacket.CancelRequest(7, Bytes.of(filled(256))),
                new StartupPacket.StartupMessage(3, 0, Map.of("user", "an agent")),
                new StartupPacket.StartupMessage(
                        3, 2, ordered("user", "é", "database", "shop", "options", "", "_pq_.x", "1")),
                new StartupPacket.StartupMessage(3, 9999, Map.of("user", "newer")));
    }

    /** All but the two of SASL, which only their context tells from a password. */
    static List<FrontendMessage> frontend() {
        return List.of(
                new FrontendMessage.Query(Bytes.EMPTY),
                new FrontendMessage.Query(NOT_UTF8),
                new FrontendMessage.Parse("", Bytes.ofUtf8("SELECT 1"), List.of()),
                new FrontendMessage.Parse("s1", NOT_UTF8, List.of(0, 23, -1)),
                new FrontendMessage.Bind("", "", List.of(), List.of(), List.of()),
                new FrontendMessage.Bind(
                        "p",
                        "s",
                        List.of(Format.TEXT, Format.BINARY, Format.TEXT),
                        Arrays.asList(ODD, null, Bytes.EMPTY),
                        List.of(Format.BINARY)),
                new FrontendMessage.Describe(FrontendMessage.Target.STATEMENT, "s"),
                new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, ""),
                new FrontendMessage.Execute("p", 0),
                new FrontendMessage.Execute("", -1),
                new FrontendMessage.Close(FrontendMessage.Target.PORTAL, "p"),
                new FrontendMessage.Close(FrontendMessage.Target.STATEMENT, "s"),
                new FrontendMessage.Flush(),
                new FrontendMessage.Sync(),
                new FrontendMessage.FunctionCall(ODD),
                new FrontendMessage.CopyData(ODD),
                new FrontendMessage.CopyData(Bytes.EMPTY),
                new FrontendMessage.CopyDone(),
                new FrontendMessage.CopyFail(NOT_UTF8),
                new FrontendMessage.PasswordMessage(Bytes.ofUtf8("secret")),
                new FrontendMessage.Terminate());
    }

    static List<BackendMessage> backend() {
        return List.of(
                new BackendMessage.AuthenticationOk(),
                new BackendMessage.AuthenticationCleartextPassword(),
                new BackendMessage.AuthenticationMD5Password(Bytes.of(new byte[] {0, 1, 2, 3})),
                new BackendMessage.AuthenticationSASL(List.of()),
                new BackendMessage.AuthenticationSASL(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")),
                new BackendMessage.AuthenticationSASLContinue(ODD),
                new BackendMessage.AuthenticationSASLFinal(ODD),
                new BackendMessage.AuthenticationUnknown(7, Bytes.EMPTY),
                new BackendMessage.ParameterStatus("TimeZone", ""),
                new BackendMessage.BackendKeyData(-1, Bytes.of(new byte[4])),
                new BackendMessage.BackendKeyData(1, Bytes.of(filled(256))),
                new BackendMessage.ReadyForQuery(TransactionStatus.IDLE),
                new BackendMessage.ReadyForQuery(TransactionStatus.IN_TRANSACTION),
                new BackendMessage.ReadyForQuery(TransactionStatus.FAILED),
                new BackendMessage.RowDescription(List.of()),
                new BackendMessage.RowDescription(List.of(FIELD, FIELD)),
                new BackendMessage.DataRow(List.of()),
                new BackendMessage.DataRow(Arrays.asList(ODD, null, Bytes.EMPTY)),
                new BackendMessage.CommandComplete("INSERT 0 5"),
                new BackendMessage.EmptyQueryResponse(),
                BackendMessage.ErrorResponse.builder("ERROR", SqlState.INSUFFICIENT_PRIVILEGE, "no")
                        .detail("{}")
                        .hint("ask")
                        .with((byte) '!', "of tomorrow")
                        .build(),
                BackendMessage.NoticeResponse.builder("NOTICE", "00000", "").build(),
                new BackendMessage.NotificationResponse(9, "channel", NOT_UTF8),
                new BackendMessage.ParseComplete(),
                new BackendMessage.BindComplete(),
                new BackendMessage.CloseComplete(),
                new BackendMessage.NoData(),
                new BackendMessage.ParameterDescription(List.of(25, -1)),
                new BackendMessage.PortalSuspended(),
                new BackendMessage.CopyInResponse(Format.TEXT, List.of(Format.TEXT)),
                new BackendMessage.CopyOutResponse(Format.BINARY, List.of(Format.BINARY, Format.BINARY)),
                new BackendMessage.CopyBothResponse(Format.TEXT, List.of()),
                new BackendMessage.CopyData(ODD),
                new BackendMessage.CopyDone(),
                new BackendMessage.NegotiateProtocolVersion(3, 2, List.of("_pq_.x", "")),
                new BackendMessage.FunctionCallResponse(Optional.empty()),
                new BackendMessage.FunctionCallResponse(Optional.of(ODD)));
    }

    static Bytes joined(Stream<Bytes> parts) {
        BodyWriter writer = new BodyWriter();
        parts.forEach(writer::bytes);
        return writer.take();
    }

    static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
