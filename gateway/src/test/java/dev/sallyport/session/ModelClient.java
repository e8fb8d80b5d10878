package dev.sallyport.session;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client that says one thing after another, sensible or not, all of it from one seed; it ends with a Sync. */
final class ModelClient {
    private static final List<String> TEXTS = List.of(
            "select 1",
            "select 1",
            "select 2",
            "select \\",
            "two",
            "begin",
            "commit",
            "fail",
            "",
            "bad syntax",
            "denied",
            "held yes",
            "held no");
    /** What SQL does to the names that it shares with the protocol. */
    private static final List<String> NAMING = List.of(
            "prepare a select 1",
            "prepare b select 2",
            "deallocate a",
            "execute a",
            "execute b",
            "declare a select 2",
            "declare b select 1",
            "close a");

    private static final List<Bytes> CALLS =
            List.of(Bytes.EMPTY, ModelServer.OPEN, ModelServer.OPEN, ModelServer.CLOSE);

    private static final List<String> NAMES = List.of("", "", "a", "b");

    private ModelClient() {}

    /** What it sends, in order. */
    static List<FrontendMessage> script(Random random, boolean copies) {
        List<FrontendMessage> script = new ArrayList<>();
        int rounds = 1 + random.nextInt(6);
        for (int i = 0; i < rounds; i++) {
            switch (random.nextInt(copies ? 8 : 6)) {
                case 0, 1 -> script.add(new FrontendMessage.Query(Bytes.ofUtf8(text(random))));
                case 2, 3, 4 -> pipeline(random, script);
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        script.add(new FrontendMessage.FunctionCall(pick(random, CALLS)));
                    } else {
                        script.add(anything(random));
                    }
                }
                case 6 -> {
                    script.add(new FrontendMessage.Sync());
                    script.add(new FrontendMessage.Query(Bytes.ofUtf8("copy")));
                    copyData(random, script);
                }
                default -> {
                    script.add(new FrontendMessage.Sync());
                    script.add(new FrontendMessage.Parse("c", Bytes.ofUtf8("copy"), List.of()));
                    script.add(new FrontendMessage.Bind("c", "c", List.of(), List.of(), List.of()));
                    script.add(new FrontendMessage.Execute("c", 0));
                    if (random.nextBoolean()) {
                        script.add(new FrontendMessage.Sync());
                    }
                    copyData(random, script);
                    script.add(new FrontendMessage.Close(Target.STATEMENT, "c"));
                    script.add(new FrontendMessage.Sync());
                }
            }
        }
        script.add(new FrontendMessage.Sync());
        return script;
    }

    /** The same with simple queries among it that give names other meanings. */
    static List<FrontendMessage> naming(Random random) {
        List<FrontendMessage> script = new ArrayList<>();
        script.add(new FrontendMessage.Query(Bytes.ofUtf8("begin")));
        for (int rounds = 1 + random.nextInt(8); rounds > 0; rounds--) {
            if (random.nextBoolean()) {
                script.add(new FrontendMessage.Query(Bytes.ofUtf8(pick(random, NAMING))));
            } else {
                pipeline(random, script);
            }
        }
        script.add(new FrontendMessage.Sync());
        return script;
    }

    /** The same with texts among it that change what texts mean. */
    static List<FrontendMessage> spoiling(Random random) {
        List<FrontendMessage> script = new ArrayList<>(script(random, false));
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int at = random.nextInt(script.size());
            if (random.nextBoolean()) {
                script.add(at, new FrontendMessage.Query(Bytes.ofUtf8("spoil")));
            } else {
                script.addAll(
                        at,
                        List.of(
                                new FrontendMessage.Parse("s" + times, Bytes.ofUtf8("spoil"), List.of()),
                                new FrontendMessage.Bind("s", "s" + times, List.of(), List.of(), List.of()),
                                new FrontendMessage.Execute("s", 0)));
            }
        }
        return script;
    }

    /** The same with texts among it that change where names are looked for. */
    static List<FrontendMessage> pathing(Random random) {
        List<FrontendMessage> script = new ArrayList<>(script(random, false));
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            String text = (random.nextBoolean() ? "path " : "boundpath ") + pick(random, List.of("left", "right"));
            int at = random.nextInt(script.size());
            if (random.nextBoolean()) {
                script.add(at, new FrontendMessage.Query(Bytes.ofUtf8(text)));
            } else {
                script.addAll(
                        at,
                        List.of(
                                new FrontendMessage.Parse("p" + times, Bytes.ofUtf8(text), List.of()),
                                new FrontendMessage.Bind("p", "p" + times, List.of(), List.of(), List.of()),
                                new FrontendMessage.Execute("p", 0)));
            }
        }
        return script;
    }

    private static void copyData(Random random, List<FrontendMessage> script) {
        for (int i = random.nextInt(4); i > 0; i--) {
            String row = (random.nextInt(4) == 0 ? "bad row" : "row") + " and more".repeat(random.nextInt(3));
            script.add(new FrontendMessage.CopyData(Bytes.ofUtf8(row)));
        }
        script.add(random.nextBoolean() ? new FrontendMessage.CopyDone() : new FrontendMessage.CopyFail(Bytes.EMPTY));
    }

    private static void pipeline(Random random, List<FrontendMessage> script) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = pick(random, NAMES);
            if (random.nextInt(4) > 0) {
                script.add(new FrontendMessage.Parse(name, Bytes.ofUtf8(text(random)), List.of()));
            }
            List<Bytes> values = random.nextInt(4) == 0 ? List.of(Bytes.of(new byte[random.nextInt(60)])) : List.of();
            script.add(new FrontendMessage.Bind(name, name, List.of(), values, List.of(Format.TEXT)));
            if (random.nextBoolean()) {
                script.add(new FrontendMessage.Describe(Target.PORTAL, name));
            }
            for (int runs = random.nextInt(3); runs > 0; runs--) {
                script.add(new FrontendMessage.Execute(name, random.nextInt(3)));
            }
            if (random.nextInt(3) == 0) {
                script.add(anything(random));
            }
        }
        if (random.nextInt(5) > 0) {
            script.add(new FrontendMessage.Sync());
        }
    }

    private static FrontendMessage anything(Random random) {
        String name = pick(random, NAMES);
        return switch (random.nextInt(8)) {
            case 0 -> new FrontendMessage.Sync();
            case 1 -> new FrontendMessage.Flush();
            case 2 -> new FrontendMessage.Close(random.nextBoolean() ? Target.PORTAL : Target.STATEMENT, name);
            case 3 -> new FrontendMessage.Describe(random.nextBoolean() ? Target.PORTAL : Target.STATEMENT, name);
            case 4 -> new FrontendMessage.Execute(name, 0);
            case 5 -> new FrontendMessage.Parse(name, Bytes.ofUtf8(text(random)), List.of());
            case 6 -> new FrontendMessage.CopyData(Bytes.ofUtf8("stray"));
            default -> new FrontendMessage.Bind(name, name, List.of(), List.of(), List.of());
        };
    }

    private static String text(Random random) {
        return pick(random, TEXTS);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
