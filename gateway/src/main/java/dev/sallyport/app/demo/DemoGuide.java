package dev.sallyport.app.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the demo prints: what to type, ready to paste. */
final class DemoGuide {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+-]+");
    private static final String BOLD = "\u001B[1m";
    private static final String DIM = "\u001B[2m";
    private static final String NORMAL = "\u001B[0m";

    private record Line(String command, String comment) {}

    private final PrintWriter out;
    private final boolean colour;

    DemoGuide(PrintWriter out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * Prints it.
     *
     * @param program how `sallyport` is called from where the caller is
     * @param standard whether it is the demo that the other commands find by themselves
     */
    void print(Demo demo, String program, boolean standard, ZoneId zone) {
        String until =
                DateTimeFormatter.ofPattern("HH:mm").format(demo.tokensEnd().atZone(zone));
        String decide = standard
                ? ""
                : " --url " + demo.http() + " --token-file "
                        + quoted(demo.token(Demo.PERSON).toString());
        String keepings = standard
                ? ""
                : " --config "
                        + quoted(demo.directory().resolve("sallyport.yaml").toString());
        out.println();
        heading("Sallyport is ready: a PostgreSQL with the sample database \"shop\", and the gateway before it.");
        out.println();
        heading("1. In another terminal, connect as the agent " + Demo.AGENT + " (its token ends at " + until + ")");
        lines(List.of(new Line(
                "PGPASSWORD=\"$(cat " + quoted(demo.token(Demo.AGENT).toString()) + ")\" psql " + connection(demo),
                "")));
        heading("2. Try");
        lines(List.of(
                new Line("SELECT id, name, category, price FROM products ORDER BY price DESC LIMIT 5;", "plain"),
                new Line("SELECT id, name, email, ssn, city FROM customers ORDER BY id LIMIT 5;", "masked"),
                new Line("DROP TABLE payments;", "denied"),
                new Line("UPDATE products SET price = price * 1.05;", "held until a person approves")));
        heading("3. In a third terminal, be that person: " + Demo.PERSON + " of the group dba");
        lines(List.of(
                new Line(program + " requests" + decide, "what waits, with its ID"),
                new Line(program + " approve ID" + decide, "it runs at once"),
                new Line(program + " deny ID" + decide, "it never runs")));
        heading("4. See what was kept of it");
        lines(List.of(
                new Line(program + " replay " + latest(demo) + keepings, "the newest session, as the agent saw it"),
                new Line(program + " audit search --decision deny" + keepings, "what was denied, and why"),
                new Line(program + " audit verify" + keepings, "proves that no record was changed")));
        out.println(
                "Ctrl-C stops all of it. Everything is in " + demo.directory().root() + "; --reset starts anew.");
        out.flush();
    }

    private static String connection(Demo demo) {
        return quoted("host=localhost port=" + demo.port() + " dbname=" + ShopDatabase.NAME
                + " user=agent sslmode=verify-full sslrootcert="
                + conninfo(demo.certificate().toString()));
    }

    private static String latest(Demo demo) {
        Path recordings = demo.directory().resolve("recordings");
        return "\"$(ls -t " + quoted(recordings.toString()) + " | head -n 1 | cut -d. -f1)\"";
    }

    private void heading(String text) {
        out.println(colour ? BOLD + text + NORMAL : text);
    }

    private void lines(List<Line> lines) {
        int width =
                lines.stream().mapToInt(line -> line.command().length()).max().orElse(0);
        List<String> printed = new ArrayList<>();
        for (Line line : lines) {
            if (line.comment().isEmpty()) {
                printed.add("   " + line.command());
            } else {
                String comment = (line.command().endsWith(";") ? "-- " : "# ") + line.comment();
                printed.add("   " + line.command()
                        + " ".repeat(width - line.command().length() + 2)
                        + (colour ? DIM + comment + NORMAL : comment));
            }
        }
        printed.forEach(out::println);
        out.println();
    }

    /** As one word of a POSIX shell. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** As a value of a libpq connection string. */
    static String conninfo(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
