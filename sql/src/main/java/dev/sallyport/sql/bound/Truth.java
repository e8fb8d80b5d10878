package dev.sallyport.sql.bound;

/** What a condition comes to, for all rows of a write's target. */
enum Truth {
    /** Whatever the rows hold, it is true. */
    TRUE,
    /** Whatever the rows hold, it is false. */
    FALSE,
    /** Whatever the rows hold, it is null, which restricts as false does but stays null when it is negated. */
    NULL,
    /** It is the same for all rows, and what, only the execution tells. */
    FREE,
    /** It depends on what a row holds. */
    DEPENDS;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case NULL, FREE, DEPENDS -> this;
        };
    }

    Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        } else if (this == DEPENDS || other == DEPENDS) {
            return DEPENDS;
        } else if (this == FREE || other == FREE) {
            return FREE;
        }
        return this == NULL || other == NULL ? NULL : TRUE;
    }

    /** One that is the same for all rows may be true for all, so it outweighs one that depends on them. */
    Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        } else if (this == FREE || other == FREE) {
            return FREE;
        } else if (this == DEPENDS || other == DEPENDS) {
            return DEPENDS;
        }
        return this == NULL || other == NULL ? NULL : FALSE;
    }

    /** Whether a write under it is bounded: it lets no row through, or lets rows through by what they hold. */
    boolean restricts() {
        return this == FALSE || this == NULL || this == DEPENDS;
    }
}
