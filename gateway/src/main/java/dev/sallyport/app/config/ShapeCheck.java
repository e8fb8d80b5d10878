package dev.sallyport.app.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks a document against its shape: keys, types and the form of values. What they mean together is checked later. */
final class ShapeCheck {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:env|file):");
    static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    private final Problems problems;

    ShapeCheck(Problems problems) {
        this.problems = problems;
    }

    void check(String path, Node node, Shape shape) {
        switch (shape) {
            case Shape.Section section -> checkSection(path, node, section);
            case Shape.Named named -> checkNamed(path, node, named);
            case Shape.ListOf list -> checkList(path, node, list.element());
            case Shape.OneOrMore more -> {
                if (node instanceof Node.Sequence) {
                    checkList(path, node, new Shape.Text());
                } else {
                    checkText(path, node, true);
                }
            }
            case Shape.OneOrMoreOr either -> {
                if (node instanceof Node.Mapping) {
                    checkSection(path, node, either.section());
                } else {
                    check(path, node, new Shape.OneOrMore());
                }
            }
            case Shape.PrefixedOr either -> {
                if (node instanceof Node.Scalar scalar && !scalar.text().startsWith(either.prefix())) {
                    problems.add(path, node, "must begin with " + either.prefix() + " or be a mapping");
                } else if (!(node instanceof Node.Scalar)) {
                    checkSection(path, node, either.section());
                }
            }
            case Shape.Tree tree -> checkForm(path, node, node instanceof Node.Mapping, "must be a mapping");
            case Shape.WordOrOneOf either -> checkOneOf(path, node, either);
            case Shape.ChoiceOr either -> checkChoiceOr(path, node, either);
            case Shape.Text text -> checkText(path, node, true);
            case Shape.SecretText secret -> checkText(path, node, false);
            case Shape.Name name ->
                checkForm(
                        path,
                        node,
                        Value.isName(node),
                        "must be a name: letters, digits, _, . and -, 63 at most, a letter or a digit first");
            case Shape.Time time ->
                checkForm(
                        path, node, Value.time(node) != null, "must be a time such as 60s, 15m or 1h, a year at most");
            case Shape.Size size ->
                checkForm(path, node, Value.size(node) != null, "must be a size such as 512KiB or 64MiB");
            case Shape.Flag flag -> checkForm(path, node, Value.flag(node) != null, "must be true or false");
            case Shape.Whole whole -> {
                boolean isWhole = node instanceof Node.Scalar scalar
                        && WHOLE.matcher(scalar.text()).matches()
                        && Integer.parseInt(scalar.text()) >= whole.least()
                        && Integer.parseInt(scalar.text()) <= whole.most();
                checkForm(path, node, isWhole, "must be a whole number from " + whole.least() + " to " + whole.most());
            }
            case Shape.Choice choice ->
                checkForm(
                        path,
                        node,
                        node instanceof Node.Scalar scalar && choice.choices().contains(scalar.text()),
                        "must be " + oneOf(choice.choices()));
        }
    }

    private static String oneOf(List<String> choices) {
        return choices.size() == 1
                ? choices.getFirst()
                : "one of " + choices.stream().collect(Collectors.joining(", "));
    }

    private void checkSection(String path, Node node, Shape.Section section) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(path, node, "must be a mapping with the keys " + keys(section));
            return;
        }
        for (Shape.Key key : section.keys()) {
            Node value = mapping.entries().get(key.name());
            if (value != null) {
                check(Paths.child(path, key.name()), value, key.shape());
            } else if (key.required()) {
                problems.add(Paths.child(path, key.name()), node, "is missing");
            }
        }
        mapping.entries().forEach((name, value) -> {
            if (section.keys().stream().noneMatch(key -> key.name().equals(name))) {
                problems.add(
                        Paths.child(path, name), value, "is not a key that is known here; known are " + keys(section));
            }
        });
    }

    private void checkOneOf(String path, Node node, Shape.WordOrOneOf either) {
        if (node instanceof Node.Scalar scalar) {
            checkForm(
                    path,
                    node,
                    either.words().contains(scalar.text()),
                    "must be " + oneOf(either.words()) + ", or a mapping with one of the keys "
                            + keys(either.section()));
            return;
        }
        checkSection(path, node, either.section());
        if (node instanceof Node.Mapping mapping && mapping.entries().size() != 1) {
            problems.add(path, node, "must have exactly one key");
        }
    }

    private void checkChoiceOr(String path, Node node, Shape.ChoiceOr either) {
        if (node instanceof Node.Mapping mapping) {
            checkSection(path, node, either.section());
            checkForm(
                    path,
                    node,
                    !mapping.entries().isEmpty(),
                    "must have at least one of the keys " + keys(either.section()));
        } else {
            boolean isChosen = node instanceof Node.Scalar scalar
                    && either.choice().choices().contains(scalar.text());
            checkForm(
                    path,
                    node,
                    isChosen,
                    "must be " + oneOf(either.choice().choices()) + ", or a mapping with the keys "
                            + keys(either.section()));
        }
    }

    private static String keys(Shape.Section section) {
        return section.keys().stream().map(Shape.Key::name).collect(Collectors.joining(", "));
    }

    private void checkNamed(String path, Node node, Shape.Named named) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(path, node, "must be a mapping from names");
            return;
        }
        checkCount(path, node, mapping.entries().size());
        mapping.entries().forEach((name, value) -> {
            String child = Paths.child(path, name);
            if (!NAME.matcher(name).matches()) {
                problems.add(child, value, "is not a name: letters, digits, _, . and -, 63 at most");
            }
            check(child, value, named.value());
        });
    }

    private void checkList(String path, Node node, Shape element) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.add(path, node, "must be a list");
            return;
        }
        checkCount(path, node, sequence.elements().size());
        for (int index = 0; index < sequence.elements().size(); index++) {
            check(Paths.element(path, index), sequence.elements().get(index), element);
        }
    }

    private void checkCount(String path, Node node, int count) {
        if (count > ConfigurationLimits.ENTRIES) {
            problems.add(path, node, "has more than " + ConfigurationLimits.ENTRIES + " entries");
        }
    }

    private void checkText(String path, Node node, boolean isPublic) {
        String text = Value.text(node);
        if (text == null) {
            problems.add(path, node, "must be a text that is not empty");
        } else if (text.length() > ConfigurationLimits.TEXT_LENGTH) {
            problems.add(path, node, "is longer than " + ConfigurationLimits.TEXT_LENGTH + " characters");
        } else if (isPublic && REFERENCE.matcher(text).find()) {
            problems.add(
                    path, node, "can't refer to a secret: only secrets are taken from the environment and from files");
        }
    }

    private void checkForm(String path, Node node, boolean isGood, String otherwise) {
        if (!isGood) {
            problems.add(path, node, otherwise);
        }
    }
}
