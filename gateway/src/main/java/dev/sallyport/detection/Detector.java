package dev.sallyport.detection;

/** Finds what is of one kind inside texts, by the tests that whole values are told by. Immutable, thread-safe. */
public enum Detector {
    /** E-mail addresses. */
    EMAIL,
    /** Card numbers, by Luhn's check digit. */
    CARD,
    /** International bank account numbers, by their check digits. */
    IBAN,
    /** Telephone numbers that begin with a plus and a country code. */
    PHONE,
    /** Identification numbers of states, those with a telling form or a check digit. */
    NATIONAL_ID,
    /** Keys, tokens and hashes of passwords, by known prefixes. */
    SECRET;

    /**
     * Adds the pieces of a text that it takes for what it looks for. It looks at each place of the text a bounded number of times, and
     * stops when {@link Pieces#spent} says so.
     */
    public void find(String text, Pieces pieces) {
        finder().find(text, pieces);
    }

    private Finder finder() {
        return switch (this) {
            case EMAIL -> new EmailFinder();
            case CARD -> new CardFinder();
            case IBAN -> new IbanFinder();
            case PHONE -> new TelephoneFinder();
            case NATIONAL_ID -> new NationalIdFinder();
            case SECRET -> new SecretFinder();
        };
    }

    /** How a detector looks. */
    interface Finder {
        void find(String text, Pieces pieces);
    }
}
