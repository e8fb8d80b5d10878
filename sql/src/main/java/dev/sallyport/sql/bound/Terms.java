package dev.sallyport.sql.bound;

import dev.sallyport.sql.bound.Sources.Owner;
import dev.sallyport.sql.parser.TreeNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads values. For one condition. */
final class Terms {
    private static final int MAXIMUM_DIGITS = 40;
    private static final Set<String> NEVER_NEGATIVE = Set.of(
            "length",
            "char_length",
            "character_length",
            "octet_length",
            "bit_length",
            "abs",
            "cardinality",
            "num_nulls",
            "num_nonnulls");

    private final Sources sources;
    private int unknown;

    Terms(Sources sources) {
        this.sources = sources;
    }

    Term of(TreeNode node) {
        sources.effort().step();
        if (sources.effort().spent()) {
            return Term.free("");
        }
        return switch (node.type()) {
            case "A_Const" -> constant(node);
            case "TypeCast" -> cast(node);
            case "CollateClause" -> inner(node, "arg");
            case "ColumnRef" -> column(node);
            case "A_Expr" -> operation(node);
            case "FuncCall" -> call(node);
            case "CoalesceExpr" -> coalesce(node);
            case "SubLink" -> subquery(node);
            default -> other(node);
        };
    }

    /** A query without FROM is the value it gives. */
    private Term subquery(TreeNode node) {
        TreeNode select = node.text("subLinkType", "").equals("EXPR_SUBLINK") ? node.node("subselect") : null;
        TreeNode only = select == null ? null : Subselects.onlyValue(select);
        return only == null ? other(node) : of(only);
    }

    private Term inner(TreeNode node, String field) {
        TreeNode inner = node.node(field);
        return inner == null ? other(node) : of(inner);
    }

    private static Term constant(TreeNode node) {
        JsonNode body = node.body();
        if (body.has("ival")) {
            return Term.number(BigDecimal.valueOf(body.path("ival").path("ival").asLong(0)));
        } else if (body.has("fval")) {
            BigDecimal number = number(body.path("fval").path("fval").asString(""));
            return number == null ? Term.free(body.toString()) : Term.number(number);
        } else if (body.has("sval")) {
            return Term.text(body.path("sval").path("sval").asString(""));
        } else if (body.has("boolval")) {
            return Term.text(body.path("boolval").path("boolval").asBoolean(false) ? "t" : "f");
        }
        return node.has("isnull") ? Term.NULL : Term.free(body.toString());
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.length() > MAXIMUM_DIGITS || text.indexOf('e') >= 0 || text.indexOf('E') >= 0
                    ? null
                    : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A cast of a column keeps what tells it from another; one of a constant may make it a number. */
    private Term cast(TreeNode node) {
        Term inner = inner(node, "arg");
        TreeNode type = node.typed("typeName", "TypeName");
        List<String> names = type == null ? List.of() : type.names("names");
        String name = names.isEmpty() ? "" : names.getLast();
        if (inner.constant() != null
                && Set.of("int2", "int4", "int8", "numeric", "float4", "float8").contains(name)) {
            BigDecimal number = number(inner.constant().strip());
            return number == null ? Term.free(node.body().toString()) : Term.number(number);
        }
        return inner;
    }

    private Term column(TreeNode node) {
        List<String> path = node.names("fields");
        Owner owner = sources.owner(path);
        String name = path.isEmpty() ? "*" : path.getLast();
        return switch (owner) {
            case TARGET ->
                new Term(
                        Term.COLUMN + name,
                        BigDecimal.ZERO,
                        null,
                        owner,
                        false,
                        !sources.neverNull(path) && !sources.isRow(path),
                        sources.counts(path) ? BigDecimal.ONE : null);
            case TWIN ->
                new Term(
                        Term.TWIN + String.join(".", path),
                        BigDecimal.ZERO,
                        null,
                        owner,
                        false,
                        !sources.neverNull(path),
                        null);
            case LINKED ->
                new Term("linked ." + String.join(".", path), BigDecimal.ZERO, null, Owner.TARGET, false, true, null);
            case OTHER -> Term.free("other " + String.join(".", path));
        };
    }

    private Term operation(TreeNode node) {
        List<String> names = node.names("name");
        TreeNode right = node.node("rexpr");
        TreeNode left = node.node("lexpr");
        if (right == null || names.isEmpty() || !node.text("kind", "").equals("AEXPR_OP")) {
            return other(node);
        }
        String operator = names.getLast();
        Term one = left == null ? Term.number(BigDecimal.ZERO) : of(left);
        Term two = of(right);
        if (one.isNull() || two.isNull()) {
            return Term.NULL;
        }
        switch (operator) {
            case "+" -> {
                if (two.isNumber()) {
                    return one.plus(two.plus());
                } else if (one.isNumber()) {
                    return two.plus(one.plus());
                }
            }
            case "-" -> {
                if (two.isNumber()) {
                    return one.plus(two.plus().negate());
                } else if (left != null && one.base().equals(two.base()) && one.constant() == null) {
                    return Term.number(one.plus().subtract(two.plus()));
                }
            }
            case "*" -> {
                if (isZero(one) || isZero(two)) {
                    return Term.number(BigDecimal.ZERO);
                } else if (two.isNumber() && two.plus().compareTo(BigDecimal.ONE) == 0) {
                    return one;
                } else if (one.isNumber() && one.plus().compareTo(BigDecimal.ONE) == 0) {
                    return two;
                } else if (one.isNumber() && two.isNumber() && one.plus().precision() < MAXIMUM_DIGITS) {
                    return Term.number(one.plus().multiply(two.plus()));
                }
            }
            case "||" -> {
                if ("".equals(two.constant())) {
                    return one;
                } else if ("".equals(one.constant())) {
                    return two;
                }
            }
            default -> {}
        }
        return made(operator + " (" + written(one) + ") (" + written(two) + ")", List.of(one, two), null);
    }

    private static boolean isZero(Term term) {
        return term.isNumber() && term.plus().signum() == 0;
    }

    private Term call(TreeNode node) {
        List<String> names = node.names("funcname");
        String name = names.isEmpty() ? "" : names.getLast();
        List<Term> arguments = new ArrayList<>();
        StringBuilder base = new StringBuilder(name);
        for (TreeNode argument : node.nodes("args")) {
            Term term = of(argument);
            arguments.add(term);
            base.append(" (").append(written(term)).append(')');
        }
        return made(base.toString(), arguments, NEVER_NEGATIVE.contains(name) ? BigDecimal.ZERO : null);
    }

    private Term coalesce(TreeNode node) {
        List<Term> arguments = new ArrayList<>();
        for (TreeNode argument : node.nodes("args")) {
            Term term = of(argument);
            if (!term.isNull()) {
                arguments.add(term);
            }
            if (!term.nullable()) {
                break;
            }
        }
        if (arguments.isEmpty()) {
            return Term.NULL;
        }
        Term first = arguments.getFirst();
        boolean one = arguments.stream().allMatch(term -> written(term).equals(written(first)));
        return one
                ? first
                : made("coalesce " + arguments.stream().map(Terms::written).toList(), arguments, null)
                        .nullable(arguments.stream().allMatch(Term::nullable));
    }

    private static Term made(String base, List<Term> of, @Nullable BigDecimal least) {
        boolean target = of.stream().anyMatch(Term::dependsOnTarget);
        boolean twin = of.stream().anyMatch(term -> term.owner() == Owner.TWIN);
        boolean nullable = of.isEmpty() || of.stream().anyMatch(Term::nullable);
        Owner owner = target ? Owner.TARGET : twin ? Owner.TWIN : null;
        return new Term(base, BigDecimal.ZERO, null, owner, false, nullable, least);
    }

    /** What a constant of the type boolean is; null for anything else. */
    static @Nullable Boolean bool(TreeNode node) {
        boolean constant = node.is("A_Const") && node.has("boolval");
        return constant ? node.body().path("boolval").path("boolval").asBoolean(false) : null;
    }

    /** A value, as far as it tells it from others. */
    String written(TreeNode node) {
        return written(of(node));
    }

    private static String written(Term term) {
        return term.base() + " + " + term.plus().toPlainString();
    }

    /** Anything else: what it is stays open, and whether it depends on the target is looked for in all of it. */
    private Term other(TreeNode node) {
        boolean depends = refers(node.type(), node.body(), sources);
        Owner owner = depends ? Owner.TARGET : null;
        unknown++;
        return new Term(node.type() + " " + unknown, BigDecimal.ZERO, null, owner, false, true, null);
    }

    /** Whether anything in a query but what it shows names a column of the target. */
    boolean refersBesideTargets(TreeNode select) {
        Sources inside = sources.inside(select);
        for (var property : select.body().properties()) {
            if (!property.getKey().equals("targetList") && refers(property.getKey(), property.getValue(), inside)) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything in it names a column of the target. */
    boolean refers(TreeNode node) {
        return refers(node.type(), node.body(), sources);
    }

    private boolean refers(String type, JsonNode body, Sources scope) {
        sources.effort().step();
        if (sources.effort().spent()) {
            return false;
        }
        if (type.equals("ColumnRef")) {
            Owner owner = scope.owner(TreeNode.namesIn(body.path("fields")));
            return owner == Owner.TARGET || owner == Owner.LINKED;
        }
        if (type.equals("CurrentOfExpr")) {
            return true;
        }
        Sources inner = scope;
        if (type.equals("SelectStmt")) {
            inner = inner.inside(new TreeNode(type, body));
        }
        for (var property : body.properties()) {
            if (refers(property.getKey(), property.getValue(), inner)) {
                return true;
            }
        }
        for (JsonNode element : body.isArray() ? body : List.<JsonNode>of()) {
            if (refers("", element, inner)) {
                return true;
            }
        }
        return false;
    }
}
