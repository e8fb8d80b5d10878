package dev.sallyport.sql.flow;

import dev.sallyport.sql.Effect;
import java.util.List;
import java.util.Set;

/** A function, aggregate, window function or procedure that a statement can call. Immutable. */
public interface NamedFunction {

    /** The name of its schema. */
    String schema();

    /** Its name. */
    String name();

    /** The fewest arguments it can be called with, from 0. */
    int fewestArguments();

    /** The most arguments it can be called with; {@link Integer#MAX_VALUE} if variadic. */
    int mostArguments();

    /** How much its result depends on, from its arguments alone to anything. */
    Volatility volatility();

    /** Its language, by name: {@code internal}, {@code c}, {@code sql}, {@code plpgsql} or another. */
    String language();

    /** Whether it runs with its owner's privileges. */
    boolean securityDefiner();

    /** Its columns in FROM, if it returns rows of a known shape; empty if it returns one value, or what the call says. */
    List<NamedType.Field> columns();

    /** Whether it returns a set, so that what it is called with decides how many rows there are. */
    boolean returnsSet();

    /** pg_type.oid of its result, unsigned in an int. */
    int resultType();

    /** What it reads and writes besides its arguments, but for what {@link #types} run. */
    Body body();

    /**
     * The types whose code can run when it is called: those of its arguments, its result and what its body names, as pg_type.oid,
     * unsigned in an int; without those that have none.
     */
    Set<Integer> types();

    /** As PostgreSQL declares it, by CREATE FUNCTION. */
    enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE
    }

    /** What a function's body does. */
    sealed interface Body {

        /** Its result depends on its arguments alone, and it does nothing else. */
        record ArgumentsAlone() implements Body {}

        /**
         * Its body was read.
         *
         * @param reads what it reads, all of which its result can depend on; unknown where a part of it can't be read
         * @param writes whether it writes, defines or changes settings
         * @param effect the gravest effect of what it holds and calls, from {@link Effect#READ}
         */
        record Read(Dependencies reads, boolean writes, Effect effect) implements Body {}

        /**
         * It can't be read.
         *
         * @param reason why, as a clause: {@code it is written in C}
         */
        record Unknown(String reason) implements Body {}
    }
}
