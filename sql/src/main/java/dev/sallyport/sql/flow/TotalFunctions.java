package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of pg_catalog that were reviewed and never fail, whatever their arguments hold: each takes time linear in their size, and
 * its result is at most a few times as large. A function that is not here, or not with such arguments, can fail.
 *
 * <p>Left out on purpose: {@code concat}, {@code replace}, {@code repeat}, {@code lpad}, {@code quote_literal}, {@code quote_ident},
 * {@code to_json} and what aggregates texts or arrays (their results grow without bound when they are nested or given many rows);
 * {@code md5} (it fails on servers in FIPS mode, for all but NULL); {@code bit_length} (overflows above 256 MB); {@code ascii} (fails in
 * some encodings); {@code round} (a number at the upper end overflows); {@code date_trunc}, {@code age}, and casts between dates and
 * timestamps (their ranges differ); {@code to_char} (formats can be wrong); regular expressions; {@code random} (how often it is called
 * tells in the numbers that the session gets from it later).
 */
final class TotalFunctions {
    /**
     * What an argument has to be: a type, or
     * {@code const}: a string that stands there; searching and replacing by it is linear;
     * {@code count}: a whole number that stands there, from 0;
     * {@code place}: a whole number that stands there, but 0;
     * {@code unit}: a field of dates that stands there;
     * {@code any}: anything, since it is not looked at;
     * {@code sorted}: of a type whose values are compared without failing;
     * {@code stored}: a base column, which holds no number at the upper end that a statement made up;
     * {@code array}: an array of a plain type.
     *
     * <p>The result is a type, or {@code same} for that of the first argument, {@code element} for that of its elements.
     */
    private static final String REVIEWED = """
            upper(text) text
            lower(text) text
            initcap(text) text
            length(text) int4
            char_length(text) int4
            character_length(text) int4
            octet_length(text) int4
            octet_length(bytea) int4
            length(bytea) int4
            sha224(bytea) bytea
            sha256(bytea) bytea
            sha384(bytea) bytea
            sha512(bytea) bytea
            btrim(text) text
            ltrim(text) text
            rtrim(text) text
            btrim(text,const) text
            ltrim(text,const) text
            rtrim(text,const) text
            left(text,int4) text
            right(text,int4) text
            reverse(text) text
            substring(text,int4) text
            substring(text,int4,count) text
            substr(text,int4) text
            substr(text,int4,count) text
            starts_with(text,text) bool
            strpos(text,const) int4
            position(text,const) int4
            split_part(text,const,place) text
            translate(text,const,const) text
            extract(unit,date) numeric
            extract(unit,timestamp) numeric
            date_part(unit,timestamp) float8
            jsonb_typeof(jsonb) text
            cardinality(array) int4
            array_length(array,int4) int4
            array_lower(array,int4) int4
            array_upper(array,int4) int4
            array_ndims(array) int4
            unnest(array) element
            now() timestamptz
            transaction_timestamp() timestamptz
            statement_timestamp() timestamptz
            clock_timestamp() timestamptz
            current_database() name
            count() int8
            count(any) int8
            min(sorted) same
            max(sorted) same
            sum(int2) int8
            sum(int4) int8
            sum(int8) numeric
            sum(stored) numeric
            avg(int2) numeric
            avg(int4) numeric
            avg(int8) numeric
            avg(stored) numeric
            bool_and(bool) bool
            bool_or(bool) bool
            every(bool) bool
            row_number() int8
            rank() int8
            dense_rank() int8
            percent_rank() float8
            cume_dist() float8
            lag(any) same
            lead(any) same
            first_value(any) same
            last_value(any) same
            """;

    // Those that every one of the types has (extract_date, timestamp_part_common); of infinity, too.
    private static final Set<String> UNITS = Set.of(
            "day",
            "month",
            "quarter",
            "week",
            "year",
            "decade",
            "century",
            "millennium",
            "isoyear",
            "dow",
            "isodow",
            "doy");
    private static final Map<String, List<Signature>> SIGNATURES = signatures();

    private record Signature(List<String> arguments, String result) {}

    private final Types types;

    TotalFunctions(Types types) {
        this.types = types;
    }

    private static Map<String, List<Signature>> signatures() {
        Map<String, List<Signature>> all = new HashMap<>();
        REVIEWED.lines().forEach(line -> {
            int open = line.indexOf('(');
            int close = line.indexOf(')');
            String arguments = line.substring(open + 1, close);
            Signature signature = new Signature(
                    arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split(",")), line.substring(close + 2));
            all.computeIfAbsent(line.substring(0, open), absent -> new ArrayList<>())
                    .add(signature);
        });
        return Map.copyOf(all);
    }

    /**
     * The type of the result of a call that never fails.
     *
     * @param functions those that it can be of
     * @param arguments what it is called with
     * @param nodes the arguments as they stand there; empty if they don't
     * @return null if it can fail
     */
    @Nullable
    Shape result(List<NamedFunction> functions, List<Value> arguments, List<TreeNode> nodes) {
        if (functions.isEmpty()
                || functions.stream().anyMatch(function -> !function.schema().equals("pg_catalog"))) {
            return null;
        }
        for (Signature signature : SIGNATURES.getOrDefault(functions.getFirst().name(), List.of())) {
            if (matches(signature, arguments, nodes)) {
                return shape(signature.result(), arguments);
            }
        }
        return null;
    }

    private boolean matches(Signature signature, List<Value> arguments, List<TreeNode> nodes) {
        if (signature.arguments().size() != arguments.size()) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            TreeNode node = nodes.size() == arguments.size() ? nodes.get(i) : null;
            if (!matches(signature.arguments().get(i), arguments.get(i), node)) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(String kind, Value argument, @Nullable TreeNode node) {
        int type = types.builtin(argument.shape());
        return switch (kind) {
            case "any" -> true;
            case "const" -> node != null && node.is("A_Const") && node.has("sval");
            case "unit" -> node != null && node.is("A_Const") && UNITS.contains(Constants.string(node));
            case "count" -> node != null && Constants.isNumber(node) && Constants.number(node) >= 0;
            case "place" -> node != null && Constants.isNumber(node) && Constants.number(node) != 0;
            case "sorted" -> types.comparable(argument.shape(), argument.shape());
            case "stored" -> type == BuiltinTypes.NUMERIC && argument.isBaseColumn();
            case "array" -> BuiltinTypes.element(type) != 0;
            case "text" -> BuiltinTypes.TEXTS.contains(type) || argument.shape() instanceof Shape.Literal;
            // Whole numbers have no casts to narrower ones that are made silently.
            case "int4" -> type == BuiltinTypes.INTEGER || type == BuiltinTypes.SMALLINT;
            default -> type == BuiltinTypes.named(kind);
        };
    }

    private Shape shape(String result, List<Value> arguments) {
        return switch (result) {
            case "same" -> {
                Shape shape = arguments.getFirst().settled().shape();
                boolean text = BuiltinTypes.TEXTS.contains(types.builtin(shape));
                yield text ? Shape.TEXT : shape instanceof Shape.Row ? Shape.UNKNOWN : shape;
            }
            case "element" ->
                new Shape.OfType(
                        BuiltinTypes.element(types.builtin(arguments.getFirst().shape())));
            default -> new Shape.OfType(BuiltinTypes.named(result));
        };
    }
}
