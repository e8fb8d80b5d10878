package dev.sallyport.policy;

import java.util.List;

/** What policy says of one SQL text. Every decision carries its reasons; a denial carries what to tell the client. */
public sealed interface Decision {

    /** Why, most important first; for an Allow what let it pass. */
    List<Reason> reasons();

    /** Forward it. */
    record Allow(AnswerRules answer, List<Reason> reasons) implements Decision {
        public Allow {
            reasons = List.copyOf(reasons);
        }
    }

    /** Ask a person first; once approved, forward it. */
    record Hold(AnswerRules answer, List<Reason> reasons) implements Decision {
        public Hold {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Refuse it.
     *
     * @param sqlState five characters: 42501 for a rule or a flow, 54000 over a limit, 0A000 not supported, 42601 a syntax error
     * @param message short, for MESSAGE
     * @param hint a sentence for a person: what would allow it; may be empty
     * @param position where in the text, in characters from 1; 0 if it is about no one place
     */
    record Deny(String sqlState, String message, String hint, int position, List<Reason> reasons) implements Decision {
        /** The rule by which a text is denied that the grammar rejects. */
        public static final String GRAMMAR = "builtin/grammar";

        public Deny {
            reasons = List.copyOf(reasons);
        }

        /** Whether it is PostgreSQL's grammar that rejects the text; the message and the position are the grammar's. */
        public boolean rejectedByGrammar() {
            return reasons.size() == 1 && reasons.getFirst().rule().equals(GRAMMAR);
        }

        /** A denial that is about no one place in the text. */
        public Deny(String sqlState, String message, String hint, List<Reason> reasons) {
            this(sqlState, message, hint, 0, reasons);
        }
    }
}
