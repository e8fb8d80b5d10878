package dev.sallyport.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.detection.NationalIds;
import dev.sallyport.detection.Secrets;
import dev.sallyport.detection.ValueTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123-45-6789",
                "AB 12 34 56 C",
                "12345678Z",
                "X1234567L",
                "1 85 05 78 006 084 91",
                "111.444.777-35",
                "44051401359",
                "811228-9874",
                "2341 2341 2346",
                "RSSMRA85T10A562S"
            })
    void nationalIdsAreToldByFormAndCheckDigit(String value) {
        assertThat(NationalIds.isOne(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000-45-6789",
                "666-12-3456",
                "900-12-3456",
                "123-00-4567",
                "123-45-0000",
                "123456789",
                "BG 12 34 56 C",
                "12345678A",
                "1 85 05 78 006 084 92",
                "111.444.777-36",
                "44051401358",
                "811228-9875",
                "2341 2341 2345",
                "2024-01-31",
                "192.168.10.1",
                ""
            })
    void whatFailsTheCheckIsNoNationalId(String value) {
        assertThat(NationalIds.isOne(value)).isFalse();
    }

    @Test
    void cardNumbersPassTheLuhnCheckWithAndWithoutSeparators() {
        assertThat(ValueTests.isCardNumber("4111 1111 1111 1111")).isTrue();
        assertThat(ValueTests.isCardNumber("378282246310005")).isTrue();
        assertThat(ValueTests.isCardNumber("4111111111111112")).isFalse();
        assertThat(ValueTests.isCardNumber("1411111111111111")).isFalse();
        assertThat(ValueTests.isCardNumber("411111111111")).isFalse();
    }

    @Test
    void accountsMailAndNetworkAddressesAreTold() {
        assertThat(ValueTests.isIban("DE89 3704 0044 0532 0130 00")).isTrue();
        assertThat(ValueTests.isIban("DE88370400440532013000")).isFalse();
        assertThat(ValueTests.isEmail("ada@example.com")).isTrue();
        assertThat(ValueTests.isEmail("ada at example.com")).isFalse();
        assertThat(ValueTests.isNetworkAddress("10.0.0.1")).isTrue();
        assertThat(ValueTests.isNetworkAddress("2001:db8::1")).isTrue();
        assertThat(ValueTests.isNetworkAddress("10.0.0.300")).isFalse();
        assertThat(ValueTests.isNetworkAddress("12:30:45")).isFalse();
    }

    @Test
    void telephoneNumbersAreOfARegionOrCarryTheirCountryCode() {
        assertThat(ValueTests.isTelephoneNumber("+41 44 668 18 00", "US")).isTrue();
        assertThat(ValueTests.isTelephoneNumber("(202) 456-1414", "US")).isTrue();
        assertThat(ValueTests.isTelephoneNumber("044 668 18 00", "CH")).isTrue();
        assertThat(ValueTests.isTelephoneNumber("044 668 18 00", "US")).isFalse();
        assertThat(ValueTests.isTelephoneNumber("12345", "US")).isFalse();
        assertThat(ValueTests.isTelephoneNumber("call me maybe", "US")).isFalse();
    }

    @Test
    void secretsAreToldByThePrefixTheirMakersGaveThem() {
        assertThat(Secrets.isOne("AKIA" + "ABCDEFGHIJKLMNOP")).isTrue();
        assertThat(Secrets.isOne("ghp_" + "a1".repeat(18))).isTrue();
        assertThat(Secrets.isOne("$2b$12$" + "x".repeat(53))).isTrue();
        assertThat(Secrets.isOne("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")).isTrue();
        assertThat(Secrets.isOne("a perfectly ordinary sentence")).isFalse();
    }

    @Test
    void randomTextsAreToldFromWordsAndUuids() {
        assertThat(Secrets.looksRandom("q7Zt0bN4xVw2LkR8sYp1HdJ6")).isTrue();
        assertThat(Secrets.looksRandom("9f86d081884c7d659a2feaa0c55ad015")).isTrue();
        assertThat(Secrets.looksRandom("aaaaaaaaaaaaaaaaaaaaaaaaaaaa")).isFalse();
        assertThat(Secrets.looksRandom("6f1c2d3e-4b5a-4978-8f6e-5d4c3b2a1908")).isFalse();
        assertThat(Secrets.looksRandom("international-shipping-terms")).isFalse();
    }
}
