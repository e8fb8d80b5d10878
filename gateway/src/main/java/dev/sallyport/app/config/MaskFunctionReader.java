package dev.sallyport.app.config;

import dev.sallyport.credential.Secret;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Bucket;
import dev.sallyport.policy.MaskKey;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code with} of masks. Of what is bad and so reported, {@code redact} is made. */
final class MaskFunctionReader {
    private static final Pattern WIDTH =
            Pattern.compile("[0-9]{1," + Bucket.MOST_DIGITS + "}(\\.[0-9]{1," + Bucket.MOST_DIGITS + "})?");

    /** What can be looked for. */
    static final List<String> PIECES = Arrays.stream(MaskFunction.Piece.values())
            .map(piece -> piece.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();

    private final Files files;
    private final Problems problems;

    MaskFunctionReader(Files files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    MaskFunction read(Section mask) {
        MaskFunction with = with(mask);
        if (!mask.has("detect")) {
            return with;
        }
        Set<MaskFunction.Piece> pieces = EnumSet.noneOf(MaskFunction.Piece.class);
        for (String piece : mask.texts("detect")) {
            if (PIECES.contains(piece)) {
                pieces.add(MaskFunction.Piece.valueOf(
                        piece.toUpperCase(Locale.ROOT).replace('-', '_')));
            }
        }
        if (pieces.isEmpty()) {
            problems.add(mask.at("detect"), "names nothing to look for");
            return with;
        }
        return switch (with) {
            case MaskFunction.Redact _,
                    MaskFunction.Constant _,
                    MaskFunction.Partial _,
                    MaskFunction.Shaped _,
                    MaskFunction.Hash _,
                    MaskFunction.FormatPreserving _ -> new MaskFunction.Detect(pieces, with, false);
            case MaskFunction.Null _, Bucket _, MaskFunction.TruncateDate _, MaskFunction.Detect _ -> {
                problems.add(
                        mask.at("with"), with.name() + " takes no piece of a text; detect goes with those that do");
                yield with;
            }
        };
    }

    private MaskFunction with(Section mask) {
        return switch (mask.node("with")) {
            case Node.Scalar scalar when scalar.text().equals(MaskFunction.Null.NAME) -> new MaskFunction.Null();
            case Node.Mapping mapping
            when mapping.entries().size() == 1 -> {
                Section with = Section.of(mask.at("with"), mapping, MaskFunctionShape.WITH.section());
                Map.Entry<String, Node> only =
                        mapping.entries().entrySet().iterator().next();
                MaskFunction function = read(only.getKey(), with);
                yield function == null ? new MaskFunction.Redact() : function;
            }
            case Node.Scalar _, Node.Mapping _, Node.Sequence _ -> new MaskFunction.Redact();
            case null -> new MaskFunction.Redact();
        };
    }

    /** Null if it is reported as bad. */
    private @Nullable MaskFunction read(String name, Section with) {
        return switch (name) {
            case MaskFunction.Constant.NAME -> constant(with.section(name));
            case MaskFunction.Partial.NAME -> partial(with.section(name));
            case MaskFunction.Hash.NAME -> {
                MaskKey key = key(with.section(name));
                yield key == null ? null : new MaskFunction.Hash(key);
            }
            case MaskFunction.Bucket.NAME -> bucket(with.section(name));
            case MaskFunction.TruncateDate.NAME -> truncateDate(with.section(name));
            case MaskFunction.FormatPreserving.NAME -> {
                MaskKey key = key(with.section(name));
                yield key == null ? null : new MaskFunction.FormatPreserving(key);
            }
            default -> null;
        };
    }

    private @Nullable MaskFunction constant(Section section) {
        String value = section.text("value");
        if (value != null && value.indexOf('\0') >= 0) {
            problems.add(section.at("value"), "can't hold a zero byte: no PostgreSQL value does");
            return null;
        }
        return value == null ? null : new MaskFunction.Constant(value);
    }

    private @Nullable MaskFunction partial(Section section) {
        String shape = section.choice("shape");
        int first = kept(section, "first");
        int last = kept(section, "last");
        if (section.has("shape")) {
            if (section.has("first") || section.has("last")) {
                problems.add(section.path(), "has a shape, and so neither first nor last");
            }
            return shape == null
                    ? null
                    : new MaskFunction.Shaped(MaskFunction.Shape.valueOf(shape.toUpperCase(Locale.ROOT)));
        }
        if (first + last == 0) {
            problems.add(section.path(), "keeps nothing: give first, last or a shape");
        }
        return new MaskFunction.Partial(first, last);
    }

    /** What is out of bounds is reported with the file's form. */
    private static int kept(Section section, String key) {
        return Math.clamp(section.whole(key, 0), 0, MaskFunction.Partial.MOST_KEPT);
    }

    private @Nullable MaskKey key(Section section) {
        String text = section.text("key");
        Secret secret = text == null ? null : files.secret(section.at("key"), text);
        if (secret == null) {
            return null;
        }
        if (!MaskKey.fits(secret.reveal())) {
            problems.add(section.at("key"), "must have " + MaskKey.SHORTEST + " to " + MaskKey.LONGEST + " bytes");
            return null;
        }
        return new MaskKey(secret.reveal());
    }

    private @Nullable MaskFunction bucket(Section section) {
        if (!section.has("width") && !section.has("time")) {
            problems.add(section.path(), "has no width: give width for numbers, time for dates, or both");
            return null;
        }
        BigDecimal width = width(section);
        Duration time = section.time("time");
        if (time != null && time.compareTo(Bucket.SHORTEST) < 0) {
            problems.add(section.at("time"), "must be a minute or longer");
            return null;
        }
        return new Bucket(width, time);
    }

    private @Nullable BigDecimal width(Section section) {
        String text = section.text("width");
        if (text == null) {
            return null;
        }
        BigDecimal width = WIDTH.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
        if (width.signum() == 0 || width.precision() > Bucket.MOST_DIGITS) {
            problems.add(
                    section.at("width"),
                    "must be a number greater than zero such as 10 or 0.5, of " + Bucket.MOST_DIGITS
                            + " digits at most");
            return null;
        }
        return width;
    }

    private @Nullable MaskFunction truncateDate(Section section) {
        String to = section.choice("to");
        ZoneId zone = zone(section);
        return to == null || zone == null
                ? null
                : new MaskFunction.TruncateDate(MaskFunction.Unit.valueOf(to.toUpperCase(Locale.ROOT)), zone);
    }

    private @Nullable ZoneId zone(Section section) {
        try {
            return section.has("zone") ? ZoneId.of(section.text("zone", "")) : ZoneOffset.UTC;
        } catch (DateTimeException e) {
            problems.add(section.at("zone"), "is not a time zone such as UTC or Europe/Berlin");
            return null;
        }
    }
}
