package dev.sallyport.policy;

/** What a database is for, as its operator declares it. */
public enum Environment {
    /** What others rely on; every database of which nothing else is declared. */
    PRODUCTION,
    /** Like production, with nobody relying on it. */
    STAGING,
    /** Can be made anew. */
    DEVELOPMENT
}
