package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageRoundTripTest {
    static List<FrontendMessage> frontend() {
        return Samples.frontend();
    }

    static List<BackendMessage> backend() {
        return Samples.backend();
    }

    static List<StartupPacket> startup() {
        return Samples.startup();
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void whatAClientSendsIsReadAsItWasWritten(FrontendMessage message) throws ProtocolViolation {
        FrontendMessage read = FrontendMessages.decode(Frame.of(message.encode()));
        assertThat(read).isEqualTo(message);
        assertThat(read.encode()).isEqualTo(message.encode());
    }

    @ParameterizedTest
    @MethodSource("backend")
    void whatAServerSendsIsReadAsItWasWritten(BackendMessage message) throws ProtocolViolation {
        BackendMessage read = BackendMessages.decode(Frame.of(message.encode()));
        assertThat(read).isEqualTo(message);
        assertThat(read.encode()).isEqualTo(message.encode());
    }

    @ParameterizedTest
    @MethodSource("startup")
    void whatStartsAConnectionIsReadAsItWasWritten(StartupPacket packet) throws ProtocolViolation {
        StartupPacketDecoder decoder = new StartupPacketDecoder();
        decoder.feed(packet.encode());
        @Nullable StartupPacket read = decoder.next();
        assertThat(read).isEqualTo(packet);
        assertThat(decoder.next()).isNull();
        assertThat(decoder.rest()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void answersInASaslExchangeAreReadAsTheyWereWritten() throws ProtocolViolation {
        var first = new FrontendMessage.SASLInitialResponse("OAUTHBEARER", Bytes.ofUtf8("n,,\u0001auth=\u0001\u0001"));
        var empty = new FrontendMessage.SASLInitialResponse("X", Bytes.EMPTY);
        var none = new FrontendMessage.SASLInitialResponse("X", null);
        for (var message : List.of(first, empty, none)) {
            assertThat(FrontendMessages.decodeSASLInitialResponse(Frame.of(message.encode())))
                    .isEqualTo(message);
        }
        var later = new FrontendMessage.SASLResponse(Bytes.ofUtf8("\u0001"));
        assertThat(FrontendMessages.decodeSASLResponse(Frame.of(later.encode())))
                .isEqualTo(later);
    }

    @Test
    void itDoesNotMatterAtWhichFieldTheBufferOfAWriterGrows() throws ProtocolViolation {
        for (int length = 0; length < 300; length++) {
            String name = "n".repeat(length);
            var execute = new FrontendMessage.Execute(name, 0x01020304);
            assertThat(FrontendMessages.decode(Frame.of(execute.encode()))).isEqualTo(execute);
            var bind = new FrontendMessage.Bind(
                    name, "s", List.of(Format.BINARY), Arrays.asList(null, Bytes.EMPTY), List.of(Format.BINARY));
            assertThat(FrontendMessages.decode(Frame.of(bind.encode()))).isEqualTo(bind);
        }
    }

    @Test
    void thereIsASampleOfEveryMessage() {
        assertThat(classesOf(Samples.startup())).isEqualTo(permitted(StartupPacket.class));
        assertThat(classesOf(Samples.backend())).isEqualTo(permitted(BackendMessage.class));
        Set<Class<?>> frontend = permitted(FrontendMessage.class);
        frontend.removeAll(Set.of(FrontendMessage.SASLInitialResponse.class, FrontendMessage.SASLResponse.class));
        assertThat(classesOf(Samples.frontend())).isEqualTo(frontend);
    }

    @Test
    void noMessagePrintsWhatBelongsToTheUser() {
        String secret = "hunter2";
        Bytes bytes = Bytes.ofUtf8(secret);
        Stream<Object> messages = Stream.of(
                new FrontendMessage.Query(bytes),
                new FrontendMessage.Parse("", bytes, List.of()),
                new FrontendMessage.Bind("", "", List.of(), List.of(bytes), List.of()),
                new FrontendMessage.PasswordMessage(bytes),
                new FrontendMessage.SASLInitialResponse("X", bytes),
                new FrontendMessage.CopyFail(bytes),
                new BackendMessage.DataRow(List.of(bytes)),
                new BackendMessage.NotificationResponse(1, "", bytes),
                BackendMessage.ErrorResponse.builder("ERROR", "XX000", secret).build(),
                BackendMessage.NoticeResponse.builder("NOTICE", "00000", secret).build(),
                new ErrorField(ErrorField.DETAIL, secret),
                new StartupPacket.StartupMessage(3, 0, Samples.ordered("user", secret)));
        assertThat(messages).noneMatch(message -> message.toString().contains(secret));
    }

    private static Set<Class<?>> classesOf(List<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> permitted(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet());
    }
}
