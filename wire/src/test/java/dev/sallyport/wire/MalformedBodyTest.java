package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in hexadecimal that PostgreSQL or libpq would not take either. */
class MalformedBodyTest {
    @ParameterizedTest
    @CsvSource({
        // Query
        "Q, '', unterminated",
        "Q, 53, unterminated",
        "Q, 5300 44 00, behind its end",
        "Q, 53 00 00, behind its end",
        // Parse
        "P, 00, unterminated",
        "P, 00 53, unterminated",
        "P, 00 53 00, too early",
        "P, 00 53 00 00, too early",
        "P, 00 53 00 0001, counts more",
        "P, 00 53 00 ffff, counts more",
        "P, 00 53 00 0001 000000, counts more",
        "P, 00 53 00 0000 00, behind its end",
        "P, ff00 53 00 0000, UTF-8",
        // Bind
        "B, 00, unterminated",
        "B, 00 00, too early",
        "B, 00 00 0001, counts more",
        "B, 00 00 ffff 0000, counts more",
        "B, 00 00 0001 0002 0000 0000, unknown format code",
        "B, 00 00 0001 ffff 0000 0000, unknown format code",
        "B, 00 00 0000, too early",
        "B, 00 00 0000 0001, counts more",
        "B, 00 00 0000 ffff 0000, counts more",
        "B, 00 00 0000 0001 00000001, too early",
        "B, 00 00 0000 0001 fffffffe, negative length",
        "B, 00 00 0000 0001 80000000 0000, negative length",
        "B, 00 00 0000 0001 7fffffff 0000, too early",
        "B, 00 00 0000 0000, too early",
        "B, 00 00 0000 0000 0001, counts more",
        "B, 00 00 0000 0000 0000 00, behind its end",
        "B, 00 00 0002 0000 0000 0001 ffffffff 0000, don't fit",
        "B, c000 00 0000 0000 0000, UTF-8",
        "B, 00 c000 0000 0000 0000, UTF-8",
        // Describe and Close
        "D, '', too early",
        "D, 53, unterminated",
        "D, 58 00, neither",
        "D, 53 00 00, behind its end",
        "C, 73 00, neither",
        "C, 50, unterminated",
        // Execute
        "E, 00, too early",
        "E, 00 000000, too early",
        "E, 00 00000000 00, behind its end",
        // Messages without a body
        "H, 00, behind its end",
        "S, 00, behind its end",
        "X, 00, behind its end",
        "c, 00, behind its end",
        // CopyFail and PasswordMessage
        "f, '', unterminated",
        "f, 00 00, behind its end",
        "p, '', unterminated",
        "p, 73 00 74, behind its end",
        // not a client's
        "Z, 49, unknown type",
    })
    void aClientsMessageIsRefused(char type, String body, String why) {
        assertThatThrownBy(() -> FrontendMessages.decode(frame(type, body)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "58 00, too early",
        "58 00 fffffffe, negative length",
        "58 00 00000001, too early",
        "58 00 00000000 00, behind its end",
        "58, unterminated",
    })
    void aFirstAnswerInASaslExchangeIsRefused(String body, String why) {
        assertThatThrownBy(() -> FrontendMessages.decodeSASLInitialResponse(frame('p', body)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining(why);
    }

    @Test
    void anotherMessageIsNoAnswerInASaslExchange() {
        Frame sync = Frame.of(new FrontendMessage.Sync().encode());
        assertThatThrownBy(() -> FrontendMessages.decodeSASLInitialResponse(sync))
                .isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> FrontendMessages.decodeSASLResponse(sync)).isInstanceOf(ProtocolViolation.class);
    }

    @ParameterizedTest
    @CsvSource({
        // Authentication
        "R, '', too early",
        "R, 00000000 00, behind its end",
        "R, 00000005 000000, too early",
        "R, 00000005 0000000000, behind its end",
        "R, 0000000a, unterminated",
        "R, 0000000a 5800, unterminated",
        "R, 0000000a 5800 00 00, behind its end",
        // ParameterStatus
        "S, 5800, unterminated",
        "S, 5800 58, unterminated",
        "S, 5800 5800 00, behind its end",
        // BackendKeyData
        "K, 000000, too early",
        "K, 00000001, cancel key of 0",
        "K, 00000001 010203, cancel key of 3",
        // ReadyForQuery
        "Z, '', too early",
        "Z, 58, unknown transaction status",
        "Z, 49 49, behind its end",
        // RowDescription
        "T, 00, too early",
        "T, 0001, counts more",
        "T, ffff 00, counts more",
        "T, 0001 78787800 00000000 0000 00000019 ffff ffffffff, too early",
        "T, 0001 7800 00000000 0000 00000019 ffff ffffffff 0002, unknown format code",
        "T, 0000 00, behind its end",
        // DataRow
        "D, '', too early",
        "D, 0001, counts more",
        "D, ffff, counts more",
        "D, 0001 fffffffe, negative length",
        "D, 0001 80000000, negative length",
        "D, 0001 00000001, too early",
        "D, 0001 7fffffff 00, too early",
        "D, 0001 ffffffff 00, behind its end",
        "D, 0000 00, behind its end",
        // CommandComplete
        "C, 58, unterminated",
        "C, 5800 00, behind its end",
        // ErrorResponse and NoticeResponse
        "E, '', too early",
        "E, 00, lacks",
        "E, 5345 00, too early",
        "E, 534500 4d4d00 00, lacks",
        "E, 534500 433030303030 00 00, lacks",
        "E, 534500 433030 00 4d4d00 00 00, behind its end",
        "N, 5345, unterminated",
        "N, 00, lacks",
        // NotificationResponse
        "A, 00000001 58, unterminated",
        "A, 00000001 5800 5800 00, behind its end",
        // messages without a body
        "1, 00, behind its end",
        "2, 00, behind its end",
        "3, 00, behind its end",
        "n, 00, behind its end",
        "s, 00, behind its end",
        "I, 00, behind its end",
        "c, 00, behind its end",
        // ParameterDescription
        "t, 0001 000000, counts more",
        "t, 0000 00, behind its end",
        // COPY
        "G, '', too early",
        "G, 02 0000, unknown format code",
        "G, 00 0001, counts more",
        "H, 00 0001 0002, unknown format code",
        "W, 00 0000 00, behind its end",
        // NegotiateProtocolVersion
        "v, 00030000, too early",
        "v, 00030000 00000001, counts more",
        "v, 00030000 ffffffff, counts more",
        "v, 00030000 7fffffff 00, counts more",
        "v, 00030000 00000000 00, behind its end",
        // FunctionCallResponse
        "V, 000000, too early",
        "V, fffffffe, negative length",
        "V, ffffffff 00, behind its end",
        // not a server's
        "Q, 00, unknown type",
    })
    void aServersMessageIsRefused(char type, String body, String why) {
        assertThatThrownBy(() -> BackendMessages.decode(frame(type, body)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining(why);
    }

    @Test
    void aFrameWhoseHeaderDoesNotDescribeItIsNotMade() {
        for (Bytes wrong : List.of(
                Bytes.EMPTY,
                Bytes.of(new byte[] {'S', 0, 0, 0}),
                Bytes.of(new byte[] {'S', 0, 0, 0, 5}),
                Bytes.of(new byte[] {'S', 0, 0, 0, 4, 0}))) {
            assertThatThrownBy(() -> Frame.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        Bytes sync = new FrontendMessage.Sync().encode();
        assertThatThrownBy(() -> new Frame((byte) 'X', sync)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Frame frame(char type, String hexadecimalBody) {
        byte[] body = HexFormat.of().parseHex(hexadecimalBody.replace(" ", ""));
        return Frame.of(BodyWriter.of((byte) type).bytes(Bytes.of(body)).finish());
    }
}
