package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Constants as they stand in a statement (make_const in parse_node.c). */
final class Constants {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    /** A constant of more characters is long: a row that names a shorter one in each of its columns is not too long for anything. */
    private static final int SHORT = 512;

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Constants() {}

    static Value value(TreeNode node) {
        if (!node.is("A_Const")) {
            return Value.CONSTANT;
        }
        if (node.has("sval") || node.flag("isnull")) {
            return Value.LITERAL;
        } else if (node.has("ival")) {
            return Value.ofType(BuiltinTypes.INTEGER, Dependencies.NONE);
        } else if (node.has("fval")) {
            String digits = node.body().path("fval").path("fval").asString("");
            boolean whole = WHOLE.matcher(digits).matches()
                    && new BigInteger(digits).abs().compareTo(LARGEST) <= 0;
            return Value.ofType(whole ? BuiltinTypes.BIGINT : BuiltinTypes.NUMERIC, Dependencies.NONE);
        }
        return node.has("boolval") ? Value.ofType(BuiltinTypes.BOOLEAN, Dependencies.NONE) : Value.CONSTANT;
    }

    /** The time, or what the session is. */
    static Value ofSession(TreeNode node) {
        int type = switch (node.text("op", "")) {
            case "SVFOP_CURRENT_DATE" -> BuiltinTypes.DATE;
            case "SVFOP_CURRENT_TIME", "SVFOP_CURRENT_TIME_N" -> BuiltinTypes.TIMETZ;
            case "SVFOP_CURRENT_TIMESTAMP", "SVFOP_CURRENT_TIMESTAMP_N" -> BuiltinTypes.TIMESTAMPTZ;
            case "SVFOP_LOCALTIME", "SVFOP_LOCALTIME_N" -> BuiltinTypes.TIME;
            case "SVFOP_LOCALTIMESTAMP", "SVFOP_LOCALTIMESTAMP_N" -> BuiltinTypes.TIMESTAMP;
            case "SVFOP_CURRENT_ROLE",
                    "SVFOP_CURRENT_USER",
                    "SVFOP_USER",
                    "SVFOP_SESSION_USER",
                    "SVFOP_CURRENT_CATALOG",
                    "SVFOP_CURRENT_SCHEMA" -> BuiltinTypes.NAME;
            default -> 0;
        };
        return type == 0 ? Value.CONSTANT : Value.ofType(type, Dependencies.NONE);
    }

    /** A string; empty if it is none. */
    static String string(TreeNode node) {
        return node.body().path("sval").path("sval").asString("");
    }

    /** Whether it is a string, of characters or bits, that is long. */
    static boolean isLong(TreeNode node) {
        return node.is("A_Const")
                && (string(node).length() > SHORT
                        || node.body().path("bsval").path("bsval").asString("").length() > SHORT);
    }

    /** Whether it is an integer. */
    static boolean isNumber(TreeNode node) {
        return node.is("A_Const") && node.has("ival");
    }

    /** An integer. */
    static int number(TreeNode node) {
        // The tree leaves zero out.
        return node.body().path("ival").path("ival").asInt(0);
    }
}
