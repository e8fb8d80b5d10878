package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has no form on the wire is never written in another one. */
class EncodingRefusalTest {
    private static final Bytes SMUGGLED = Bytes.ofUtf8("SELECT 1\0X");
    private static final String SMUGGLED_NAME = "a\0b";

    static Stream<ThrowingCallable> messagesWithANulInside() {
        return Stream.of(
                () -> new FrontendMessage.Query(SMUGGLED).encode(),
                () -> new FrontendMessage.Parse("", SMUGGLED, List.of()).encode(),
                () -> new FrontendMessage.Parse(SMUGGLED_NAME, Bytes.EMPTY, List.of()).encode(),
                () -> new FrontendMessage.Bind(SMUGGLED_NAME, "", List.of(), List.of(), List.of()).encode(),
                () -> new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, SMUGGLED_NAME).encode(),
                () -> new FrontendMessage.Execute(SMUGGLED_NAME, 0).encode(),
                () -> new FrontendMessage.PasswordMessage(SMUGGLED).encode(),
                () -> new FrontendMessage.CopyFail(SMUGGLED).encode(),
                () -> new BackendMessage.ParameterStatus("x", SMUGGLED_NAME).encode(),
                () -> new BackendMessage.CommandComplete(SMUGGLED_NAME).encode(),
                () -> new BackendMessage.NotificationResponse(1, "c", SMUGGLED).encode(),
                () -> BackendMessage.ErrorResponse.builder("ERROR", "XX000", SMUGGLED_NAME));
    }

    @ParameterizedTest
    @MethodSource("messagesWithANulInside")
    void aNulInsideAStringCanNotSmuggleASecondOne(ThrowingCallable encoding) {
        assertThatThrownBy(encoding).isInstanceOf(IllegalArgumentException.class);
    }

    /** A length that wrapped around let values be read as messages of their own (CVE-2024-27304 of pgx). */
    @Test
    void aMessageThatIsLongerThanItsLengthFieldCanSayIsNotWritten() {
        BodyWriter writer = BodyWriter.of(FrontendType.BIND);
        byte[] values = new byte[1 << 10];
        assertThatThrownBy(() -> writer.bytes(values, 0, FrameLimits.LONGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.bytes(values, 0, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.bytes(values, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageIsWrittenUpToItsLongestLengthAndNotOnePast() {
        byte[] body = new byte[97];
        Bytes longest = new BodyWriter(100)
                .begin(FrontendType.COPY_DATA)
                .bytes(body, 0, 96)
                .finish();
        assertThat(Frame.of(longest).length()).isEqualTo(100);
        BodyWriter writer = new BodyWriter(100).begin(FrontendType.COPY_DATA);
        assertThatThrownBy(() -> writer.bytes(body, 0, 97)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestLengthIsForEachMessageAndNotForAllOfThem() {
        BodyWriter writer = new BodyWriter(100);
        for (int i = 0; i < 3; i++) {
            writer.begin(FrontendType.COPY_DATA).bytes(new byte[96], 0, 96).end();
        }
        assertThat(writer.take().length()).isEqualTo(3 * 101);
    }

    @Test
    void moreItemsThanACountCanSayAreNotWritten() throws ProtocolViolation {
        List<Integer> most = Collections.nCopies(0xffff, 23);
        var parse = new FrontendMessage.Parse("", Bytes.EMPTY, most);
        assertThat(FrontendMessages.decode(Frame.of(parse.encode()))).isEqualTo(parse);
        List<@Nullable Bytes> mostValues = Collections.nCopies(0xffff, null);
        var bind = new FrontendMessage.Bind("", "", List.of(), mostValues, List.of());
        assertThat(FrontendMessages.decode(Frame.of(bind.encode()))).isEqualTo(bind);

        var over = new FrontendMessage.Parse("", Bytes.EMPTY, Collections.nCopies(0x10000, 23));
        assertThatThrownBy(over::encode).isInstanceOf(IllegalArgumentException.class);
        List<@Nullable Bytes> overValues = Collections.nCopies(0x10000, null);
        var overBind = new FrontendMessage.Bind("", "", List.of(), overValues, List.of());
        assertThatThrownBy(overBind::encode).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formatsThatDoNotFitTheParametersAreNotMade() {
        List<Format> two = List.of(Format.TEXT, Format.TEXT);
        assertThatThrownBy(() -> new FrontendMessage.Bind("", "", two, List.of(Bytes.EMPTY), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCancelKeyOfAnotherLengthIsNotMade() {
        for (int wrong : new int[] {0, 3, 257}) {
            assertThatThrownBy(() -> new BackendMessage.BackendKeyData(1, Bytes.of(new byte[wrong])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aListThatWouldEndEarlyOnTheWireIsNotMade() {
        assertThatThrownBy(() -> new BackendMessage.AuthenticationSASL(List.of("")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorField((byte) 0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackendMessage.AuthenticationMD5Password(Bytes.of(new byte[5])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
