package dev.sallyport.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings as {@code masks:} of a configuration, one mask for each kind, the reason beside each column. Written by hand because of those
 * comments, which libraries for YAML drop.
 */
public final class Proposal {
    private final String database;
    private final Scan.Report report;

    /** @param database the configured name of the database that was looked through */
    public Proposal(String database, Scan.Report report) {
        this.database = database;
        this.report = report;
    }

    /** The lines of YAML. Names in them may hold anything a name in the database can. */
    public List<String> yaml() {
        Map<String, List<Finding>> masks = new LinkedHashMap<>();
        for (Finding finding : report.findings()) {
            masks.computeIfAbsent(finding.kind(), absent -> new ArrayList<>()).add(finding);
        }
        List<String> lines = new ArrayList<>();
        lines.add("# Proposed by a scan of " + database + ": " + count(report.tables(), "table") + ", "
                + count(report.columns(), "column") + ", " + report.findings().size() + " likely to be sensitive.");
        lines.add("# Look at each before you use it: a scan sees a sample, and not everything sensitive looks so.");
        report.unread().forEach(table -> lines.add("# Not read: " + table));
        lines.add(masks.isEmpty() ? "masks: []" : "masks:");
        masks.forEach((kind, findings) -> {
            lines.add("  - name: " + kind);
            lines.add("    database: " + quoted(database));
            lines.add("    columns:");
            for (Finding finding : findings) {
                lines.add("      - " + quoted(finding.column()) + "  # " + finding.confidence() + ": "
                        + finding.evidence());
            }
            lines.add("    with: redact");
            lines.add("    flows: deny");
        });
        return lines;
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Plain where nothing in it could mean something in YAML, else in single quotes; line breaks become blanks in neither. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_.]*")
                ? text
                : "\""
                        + text.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                                .replace("\t", "\\t")
                        + "\"";
    }
}
