package dev.sallyport.sql.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.body.RoutineBody.Piece;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ConstantTextsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Keeps the lengths of what it is given, and reads nothing. */
    private static final class Lengths implements EmbeddedTexts {
        private final List<Integer> seen = new ArrayList<>();

        @Override
        public ParseResult sql(byte[] text) {
            seen.add(text.length);
            return EmbeddedTexts.NONE.sql(text);
        }

        @Override
        public ParseResult plpgsql(byte[] statement, byte[] body) {
            return EmbeddedTexts.NONE.plpgsql(statement, body);
        }
    }

    @Test
    void aTextIsMadeOfConstantsUpToALengthAndNoLonger() {
        int half = ConstantTexts.MAXIMUM_LENGTH / 2;
        Lengths lengths = new Lengths();

        Piece.OfDynamic longest = run(joined("x".repeat(half), "y".repeat(half)), lengths);
        Piece.OfDynamic longer = run(joined("x".repeat(half), "y".repeat(half + 1)), lengths);

        assertThat(lengths.seen).containsExactly(ConstantTexts.MAXIMUM_LENGTH);
        assertThat(longest.unreadable()).isEqualTo("a text is run that is no SQL that can be read");
        assertThat(longer.unreadable()).isEqualTo("a text is run that is made while it runs");
    }

    @Test
    void aPartOfATextIsNoLongerThanTheWhole() {
        Lengths lengths = new Lengths();

        assertThat(run(constant("x".repeat(ConstantTexts.MAXIMUM_LENGTH + 1)), lengths)
                        .unreadable())
                .isEqualTo("a text is run that is made while it runs");
        assertThat(lengths.seen).isEmpty();
    }

    private static Piece.OfDynamic run(ObjectNode value, EmbeddedTexts texts) {
        TreeNode node = TreeNode.of(value);
        return ConstantTexts.run(new TreeNode("SelectStmt", JSON.objectNode()), Objects.requireNonNull(node), texts);
    }

    private static ObjectNode constant(String text) {
        return wrapped(
                "A_Const", JSON.objectNode().set("sval", JSON.objectNode().put("sval", text)));
    }

    private static ObjectNode joined(String left, String right) {
        ObjectNode operation = JSON.objectNode();
        operation.put("kind", "AEXPR_OP");
        operation.putArray("name").add(wrapped("String", JSON.objectNode().put("sval", "||")));
        operation.set("lexpr", constant(left));
        operation.set("rexpr", constant(right));
        return wrapped("A_Expr", operation);
    }

    private static ObjectNode wrapped(String type, ObjectNode body) {
        return JSON.objectNode().set(type, body);
    }
}
