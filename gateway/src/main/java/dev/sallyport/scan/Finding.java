package dev.sallyport.scan;

/**
 * A column that is likely to be sensitive.
 *
 * @param column as a mask of a configuration writes it
 * @param kind the kind's name, which a proposed mask is called by
 * @param evidence why: a sentence without a full stop that holds no value
 */
public record Finding(String column, String kind, Confidence confidence, String evidence) {}
