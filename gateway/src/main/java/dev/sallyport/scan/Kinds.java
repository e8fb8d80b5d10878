package dev.sallyport.scan;

import static dev.sallyport.scan.Confidence.HIGH;
import static dev.sallyport.scan.Confidence.LOW;
import static dev.sallyport.scan.Confidence.MEDIUM;
import static dev.sallyport.scan.Kind.ColumnType.BINARY;
import static dev.sallyport.scan.Kind.ColumnType.DATE;
import static dev.sallyport.scan.Kind.ColumnType.NETWORK_ADDRESS;
import static dev.sallyport.scan.Kind.ColumnType.NUMBER;
import static dev.sallyport.scan.Kind.ColumnType.OTHER;
import static dev.sallyport.scan.Kind.ColumnType.TEXT;

import dev.sallyport.detection.NationalIds;
import dev.sallyport.detection.Secrets;
import dev.sallyport.detection.ValueTests;
import dev.sallyport.scan.Kind.Names;
import dev.sallyport.scan.Kind.Values;
import java.util.List;
import java.util.Set;

/** The kinds of sensitive data that are looked for. Where two are as sure, the first counts. */
final class Kinds {

    /**
     * All of them.
     *
     * @param region two letters of ISO 3166: where telephone numbers without a country code are from
     */
    static List<Kind> in(String region) {
        return List.of(
                new Kind(
                        "email",
                        "e-mail addresses",
                        Set.of(TEXT),
                        Names.of(MEDIUM, "email", "e mail", "mail address"),
                        new Values(HIGH, ValueTests::isEmail)),
                new Kind(
                        "card-number",
                        "card numbers",
                        Set.of(TEXT, NUMBER),
                        Names.of(MEDIUM, "card number", "card no", "credit card", "debit card", "cc number", "pan"),
                        new Values(HIGH, ValueTests::isCardNumber)),
                new Kind(
                        "card-security-code",
                        "card security codes",
                        Set.of(TEXT, NUMBER),
                        Names.of(MEDIUM, "cvv", "cvc", "cvv2", "card security code"),
                        null),
                new Kind(
                        "bank-account",
                        "bank account numbers",
                        Set.of(TEXT),
                        Names.of(MEDIUM, "iban", "bank account", "account number", "routing number", "sort code"),
                        new Values(HIGH, ValueTests::isIban)),
                new Kind(
                        "national-id",
                        "national identification numbers",
                        Set.of(TEXT, NUMBER),
                        Names.of(
                                MEDIUM,
                                "ssn",
                                "social security",
                                "national id",
                                "national insurance",
                                "nino",
                                "tax id",
                                "tin",
                                "steuer id",
                                "passport",
                                "passport number",
                                "driver license",
                                "drivers license",
                                "personnummer",
                                "pesel",
                                "cpf",
                                "dni",
                                "nie",
                                "codice fiscale",
                                "bsn",
                                "aadhaar",
                                "insee"),
                        new Values(HIGH, NationalIds::isOne)),
                new Kind(
                        "secret",
                        "secrets",
                        Set.of(TEXT),
                        Names.of(
                                MEDIUM,
                                "password",
                                "passwd",
                                "passphrase",
                                "secret",
                                "api key",
                                "access key",
                                "private key",
                                "token",
                                "credential",
                                "credentials",
                                "password hash",
                                "otp"),
                        new Values(HIGH, Secrets::isOne)),
                new Kind(
                        "random-text",
                        "random-looking texts",
                        Set.of(TEXT),
                        null,
                        new Values(LOW, Secrets::looksRandom)),
                new Kind(
                        "secret",
                        "secrets",
                        Set.of(BINARY, OTHER),
                        Names.of(
                                MEDIUM,
                                "password",
                                "secret",
                                "api key",
                                "access key",
                                "private key",
                                "token",
                                "password hash"),
                        null),
                new Kind(
                        "phone",
                        "telephone numbers",
                        Set.of(TEXT, NUMBER),
                        Names.of(
                                MEDIUM,
                                "phone",
                                "phone number",
                                "telephone",
                                "mobile",
                                "mobile number",
                                "cell",
                                "fax",
                                "msisdn"),
                        new Values(MEDIUM, value -> ValueTests.isTelephoneNumber(value, region))),
                new Kind(
                        "birth-date",
                        "dates of birth",
                        Set.of(DATE, TEXT),
                        Names.of(MEDIUM, "birth date", "date of birth", "dob", "birthday", "born", "born on"),
                        null),
                new Kind(
                        "person-name",
                        "names of persons",
                        Set.of(TEXT),
                        Names.of(
                                LOW,
                                "first name",
                                "last name",
                                "full name",
                                "surname",
                                "given name",
                                "family name",
                                "middle name",
                                "maiden name",
                                "forename",
                                "holder"),
                        null),
                new Kind(
                        "postal-address",
                        "postal addresses",
                        Set.of(TEXT),
                        Names.of(
                                MEDIUM,
                                "street",
                                "street address",
                                "address line",
                                "address line 1",
                                "address line 2",
                                "home address",
                                "postal address",
                                "zip",
                                "zip code",
                                "postcode",
                                "postal code"),
                        null),
                new Kind(
                        "pay",
                        "pay",
                        Set.of(NUMBER, TEXT),
                        Names.of(
                                MEDIUM,
                                "salary",
                                "wage",
                                "wages",
                                "income",
                                "compensation",
                                "bonus",
                                "net worth",
                                "payroll"),
                        null),
                new Kind(
                        "network-address",
                        "network addresses",
                        Set.of(NETWORK_ADDRESS, TEXT),
                        Names.of(LOW, "ip", "ip address", "remote address", "client address", "mac address"),
                        new Values(MEDIUM, ValueTests::isNetworkAddress)),
                new Kind(
                        "health",
                        "health data",
                        Set.of(TEXT, NUMBER, OTHER),
                        Names.of(
                                MEDIUM,
                                "diagnosis",
                                "medical record",
                                "mrn",
                                "blood type",
                                "allergies",
                                "medication",
                                "icd",
                                "icd10",
                                "health insurance"),
                        null),
                new Kind(
                        "protected-trait",
                        "protected traits of persons",
                        Set.of(TEXT, NUMBER, OTHER),
                        Names.of(
                                MEDIUM,
                                "religion",
                                "ethnicity",
                                "race",
                                "sexual orientation",
                                "political affiliation",
                                "disability",
                                "gender identity"),
                        null));
    }

    private Kinds() {}
}
