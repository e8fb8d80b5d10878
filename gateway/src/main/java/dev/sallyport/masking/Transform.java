package dev.sallyport.masking;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a function does to the values of each kind of type; null where it does nothing, and a constant takes the value's place. What it
 * gives out is for one thread.
 */
interface Transform {

    /** For text, varchar, bpchar and name. */
    default @Nullable ValueMask text(TextShape shape) {
        return null;
    }

    /** For an enum, at least one label: what it gives is one of them. */
    default @Nullable ValueMask label(List<String> labels) {
        return null;
    }

    /** For int2, int4 and int8, which go so far. */
    default @Nullable Mapping<Long> whole(long least, long most) {
        return null;
    }

    /** For numeric. */
    default @Nullable Mapping<BigDecimal> decimal(Decimals column) {
        return null;
    }

    /** For float4 and float8. */
    default @Nullable Mapping<Double> real(RealBinary type) {
        return null;
    }

    /** For date, in days since 2000-01-01. */
    default @Nullable Mapping<Long> date() {
        return null;
    }

    /** For time, in microseconds since midnight. */
    default @Nullable Mapping<Long> time() {
        return null;
    }

    /** For timestamp, in microseconds since 2000-01-01. */
    default @Nullable Mapping<Long> timestamp() {
        return null;
    }

    /** For timestamptz, in microseconds since 2000-01-01 in UTC. */
    default @Nullable Mapping<Long> timestamptz() {
        return timestamp();
    }

    /** In whose time a timestamptz is written. */
    default ZoneId zone() {
        return ZoneOffset.UTC;
    }

    /** For uuid. */
    default @Nullable Mapping<UUID> uuid() {
        return null;
    }

    /** For bytea. */
    default @Nullable Mapping<byte[]> bytes() {
        return null;
    }
}
