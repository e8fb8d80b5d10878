package dev.sallyport.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.detection.Pieces.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What detectors find in texts; what is to be found stands between « and ». */
class DetectorTest {
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";

    private static String marked(Detector detector, String text) {
        Pieces pieces = new Pieces();
        detector.find(text, pieces);
        assertThat(pieces.spent()).isFalse();
        StringBuilder marked = new StringBuilder();
        int at = 0;
        for (Piece piece : pieces.merged()) {
            marked.append(text, at, piece.from())
                    .append('«')
                    .append(text, piece.from(), piece.to())
                    .append('»');
            at = piece.to();
        }
        return marked.append(text.substring(at)).toString();
    }

    private static void check(Detector detector, String marked) {
        assertThat(marked(detector, marked.replace("«", "").replace("»", ""))).isEqualTo(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "«ada@example.com»",
                "Write to «ada@example.com», or «b.c+d@mail.example.org».",
                "<«ada@example.com»>;\"«x@y.de»\"",
                "«ada@example.com».",
                "«größe@example.com»",
                "..«a@b.de»..",
                "«a@b.de»@c.de",
                "a@b, @, @@, a@, @b.de, ada@localhost",
                ""
            })
    void addressesAreFoundInTexts(String marked) {
        check(Detector.EMAIL, marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "«4111111111111111»",
                "Card «4111 1111 1111 1111», valid 12/27",
                "paid with «4111-1111-1111-1111».",
                "12 «4111 1111 1111 1111» 2024",
                "«378282246310005»,«5555555555554444»",
                "4111111111111112 and 41111111111111111111 and x4111111111111111 and 4111111111111111x",
                "4111  1111 1111 1111"
            })
    void cardNumbersAreFoundInTexts(String marked) {
        check(Detector.CARD, marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "«DE89370400440532013000»",
                "to «DE89 3704 0044 0532 0130 00» please",
                "to «de89 3704 0044 0532 0130 00».",
                "«GB82 WEST 1234 5698 7654 32»;«NO93 8601 1117 947»",
                "DE88370400440532013000 xDE89370400440532013000 DE89370400440532013000x"
            })
    void accountNumbersAreFoundInTexts(String marked) {
        check(Detector.IBAN, marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "«+49 30 901820»",
                "call «+49 (30) 901820» or «+1 650-253-0000»!",
                "«+16502530000» 2024",
                "«+49 30 901820»/+1",
                "1+2 = 3, ++, +, +0, +999 1234567, 030 901820"
            })
    void telephoneNumbersWithACountryCodeAreFoundInTexts(String marked) {
        check(Detector.PHONE, marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "«123-45-6789»",
                "ssn: «123-45-6789», nino «AB 12 34 56 C».",
                "«1 85 05 78 006 084 91» and «111.444.777-35»",
                "(«44051401359»)/«811228-9874»/«2341 2341 2346»/«RSSMRA85T10A562S»/«X1234567L»",
                "000-45-6789 2024-01-31 12:34:56 192.168.10.1 x123-45-6789 123-45-67890"
            })
    void nationalIdsAreFoundInTexts(String marked) {
        check(Detector.NATIONAL_ID, marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key «AKIAIOSFODNN7EXAMPLE».",
                "Authorization: Bearer «" + JWT + "»",
                "token=«ghp_abcdefghijklmnopqrst0123», x",
                "'«$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy»'",
                "«SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy» is it",
                "a «-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----»\nb",
                "«-----BEGIN PRIVATE KEY-----\nMIIE and so on»",
                "«md5d41d8cd98f00b204e9800998ecf8427e»",
                "-----BEGIN CERTIFICATE----- AKIA ghp_short $5 $$$ it costs $2.50 a piece"
            })
    void secretsAreFoundInTexts(String marked) {
        check(Detector.SECRET, marked);
    }

    @Test
    void whatOverlapsOrTouchesIsOnePiece() {
        Pieces pieces = new Pieces();
        for (Piece piece : List.of(new Piece(7, 9), new Piece(0, 3), new Piece(2, 4), new Piece(4, 5))) {
            pieces.examine("0123456789", piece.from(), piece.to(), text -> true);
        }
        assertThat(pieces.merged()).containsExactly(new Piece(0, 5), new Piece(7, 9));
    }

    @Test
    void soManyCandidatesAreExaminedAndNoMore() {
        String one = "4111111111111112,";
        Pieces pieces = new Pieces();
        Detector.CARD.find(one.repeat(Pieces.MOST_CANDIDATES), pieces);
        assertThat(pieces.spent()).isFalse();

        Pieces another = pieces.next();
        assertThat(another.spent()).isFalse();
        Detector.CARD.find(one, another);
        assertThat(another.spent()).as("one more, in another text of the value").isTrue();

        Pieces more = new Pieces();
        Detector.CARD.find(one.repeat(Pieces.MOST_CANDIDATES + 1), more);
        assertThat(more.spent()).isTrue();
    }

    /** Each of these has made some pattern somewhere look at everything again from each place. */
    @ParameterizedTest
    @EnumSource(Detector.class)
    void longTextsOfOneKindOfCharacterAreLookedAtOnce(Detector detector) {
        for (String one : List.of(
                "a", "@", "a@", "1", "1 ", "1-", "+", "+1", "$", "eyJ", "DE89 ", ".", "-----BEGIN ", "AB 12 ")) {
            Pieces pieces = new Pieces();
            detector.find(one.repeat(1_000_000 / one.length()), pieces);
            assertThat(pieces.merged().size()).isLessThanOrEqualTo(Pieces.MOST_CANDIDATES);
        }
    }
}
