package dev.sallyport.detection;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/** Whether a value is one of its kind. */
public final class ValueTests {
    private static final Pattern SEPARATORS = Pattern.compile("[ .-]");
    /** ISO/IEC 7812: the first digit is the industry's, and payment cards have 3 to 6 there (2 since 2017). */
    private static final Pattern CARD = Pattern.compile("[2-6][0-9]{12,18}");

    private static final Pattern NETWORK_ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern TELEPHONE = Pattern.compile("[+(]?[0-9(][0-9 ()./-]{5,24}");

    private ValueTests() {}

    public static boolean isEmail(String value) {
        return value.indexOf('@') > 0 && EmailValidator.getInstance().isValid(value.strip());
    }

    public static boolean isCardNumber(String value) {
        String digits = SEPARATORS.matcher(value).replaceAll("");
        return CARD.matcher(digits).matches() && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
    }

    public static boolean isIban(String value) {
        return IBANValidator.getInstance().isValid(SEPARATORS.matcher(value).replaceAll(""));
    }

    /** A number with its country code, or one that is valid in a region. */
    public static boolean isTelephoneNumber(String value, String region) {
        String number = value.strip();
        if (!TELEPHONE.matcher(number).matches()) {
            return false;
        }
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            return numbers.isValidNumber(numbers.parse(number, region));
        } catch (NumberParseException none) {
            return false;
        }
    }

    public static boolean isNetworkAddress(String value) {
        return NETWORK_ADDRESS.matcher(value).matches()
                && InetAddressValidator.getInstance().isValid(value);
    }
}
