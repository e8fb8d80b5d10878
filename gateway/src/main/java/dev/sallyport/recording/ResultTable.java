package dev.sallyport.recording;

import dev.sallyport.terminal.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows as an aligned table, as psql prints them; keeps no more rows than it shows. Not thread-safe. */
final class ResultTable {
    /** Longer values are cut, so that a row fits a screen and the rows fit the memory. */
    static final int MAX_CELL_CHARACTERS = 200;

    private final List<String> names;
    private final int shown;
    private final List<List<String>> rows = new ArrayList<>();
    private long count;

    ResultTable(List<String> names, int shown) {
        this.names = names.stream().map(ResultTable::cell).toList();
        this.shown = shown;
    }

    void add(List<String> values) {
        count++;
        if (rows.size() < shown) {
            rows.add(values.stream().map(ResultTable::cell).toList());
        }
    }

    /** Whether one more row would be shown: else its values need not be made. */
    boolean showsNext() {
        return rows.size() < shown;
    }

    void countOnly(long more) {
        count += more;
    }

    void print(PrintStream out) {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(names.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], i < row.size() ? width(row.get(i)) : 0);
            }
        }
        print(out, names, widths);
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "+").repeat('-', widths[i] + 2);
        }
        out.println(rule);
        rows.forEach(row -> print(out, row, widths));
        String rest = rows.size() < count ? ", " + rows.size() + " shown" : "";
        out.println("(" + count + (count == 1 ? " row" : " rows") + rest + ")");
    }

    private static void print(PrintStream out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = i < cells.size() ? cells.get(i) : "";
            line.append(i == 0 ? " " : " | ").append(cell).repeat(' ', widths[i] - width(cell));
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String cell(String text) {
        if (text.length() <= MAX_CELL_CHARACTERS) {
            return Printable.line(text);
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CELL_CHARACTERS - 1));
        return Printable.line(text.substring(0, MAX_CELL_CHARACTERS - (splitsPair ? 1 : 0))) + "...";
    }
}
