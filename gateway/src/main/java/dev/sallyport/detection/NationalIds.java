package dev.sallyport.detection;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * Identification numbers of states, by their form and, where they have one, their check digit. What any run of digits could be is left
 * out, or asked for with its separators.
 */
public final class NationalIds {
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static final Pattern US = Pattern.compile("(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}");
    private static final Pattern UNITED_KINGDOM = Pattern.compile(
            "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]");
    private static final Pattern SPAIN = Pattern.compile("[0-9XYZ][0-9]{7}-?[A-Z]");
    private static final Pattern FRANCE =
            Pattern.compile("[12] ?[0-9]{2} ?(0[1-9]|1[0-2]) ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}");
    private static final Pattern BRAZIL = Pattern.compile("[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}");
    private static final Pattern POLAND = Pattern.compile("[0-9]{2}[0-3][0-9][0-3][0-9]{6}");
    private static final Pattern SWEDEN = Pattern.compile("([0-9]{2})?[0-9]{6}[-+][0-9]{4}");
    private static final Pattern INDIA = Pattern.compile("[2-9][0-9]{3} [0-9]{4} [0-9]{4}");
    private static final Pattern ITALY = Pattern.compile("[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]");

    private static final List<Predicate<String>> TESTS = List.of(
            US.asMatchPredicate(),
            UNITED_KINGDOM.asMatchPredicate(),
            ITALY.asMatchPredicate(),
            NationalIds::spain,
            NationalIds::france,
            NationalIds::brazil,
            NationalIds::poland,
            NationalIds::sweden,
            value -> INDIA.matcher(value).matches() && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(digits(value)));

    private NationalIds() {}

    public static boolean isOne(String value) {
        String written = value.strip();
        return TESTS.stream().anyMatch(test -> test.test(written));
    }

    /** DNI and NIE: the letter is the number modulo 23. */
    private static boolean spain(String value) {
        if (!SPAIN.matcher(value).matches()) {
            return false;
        }
        int first = "XYZ".indexOf(value.charAt(0));
        int number =
                Integer.parseInt((first < 0 ? value.substring(0, 1) : String.valueOf(first)) + value.substring(1, 8));
        return value.charAt(value.length() - 1) == DNI_LETTERS.charAt(number % DNI_LETTERS.length());
    }

    /** NIR: the last two digits are 97 less the rest modulo 97. */
    private static boolean france(String value) {
        if (!FRANCE.matcher(value).matches()) {
            return false;
        }
        String digits = digits(value);
        return Long.parseLong(digits.substring(13)) == 97 - Long.parseLong(digits.substring(0, 13)) % 97;
    }

    /** CPF: two check digits modulo 11. */
    private static boolean brazil(String value) {
        if (!BRAZIL.matcher(value).matches()) {
            return false;
        }
        String digits = digits(value);
        return digits.charAt(9) == modulo11(digits, 9) && digits.charAt(10) == modulo11(digits, 10);
    }

    private static char modulo11(String digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (digits.charAt(i) - '0') * (count + 1 - i);
        }
        int check = sum * 10 % 11 % 10;
        return (char) ('0' + check);
    }

    /** PESEL: weights 1, 3, 7, 9. */
    private static boolean poland(String value) {
        if (!POLAND.matcher(value).matches()) {
            return false;
        }
        int[] weights = {1, 3, 7, 9};
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += (value.charAt(i) - '0') * weights[i % weights.length];
        }
        return value.charAt(10) - '0' == (10 - sum % 10) % 10;
    }

    private static boolean sweden(String value) {
        if (!SWEDEN.matcher(value).matches()) {
            return false;
        }
        String digits = digits(value);
        return LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits.substring(digits.length() - 10));
    }

    private static String digits(String value) {
        return value.replaceAll("[^0-9]", "");
    }
}
