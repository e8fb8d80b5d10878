package dev.sallyport.policy;

/** What a text can leave changed in its session, of that which says what names mean in later texts; each can change what those before it can. */
public enum SessionChange {
    /** Nothing. */
    NOTHING,
    /** Settings, the search path among them. */
    SETTINGS,
    /** The role that it goes on as. */
    ROLE
}
