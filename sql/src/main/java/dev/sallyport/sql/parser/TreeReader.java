package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the grammar's JSON within a limit of depth; thread-safe. */
final class TreeReader {
    private final JsonMapper mapper;
    private final int maximumDepth;

    TreeReader(int maximumDepth) {
        this.maximumDepth = maximumDepth;
        StreamReadConstraints constraints =
                StreamReadConstraints.builder().maxNestingDepth(maximumDepth).build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    ParseResult read(byte[] json) {
        try {
            return new ParseResult.Tree(mapper.readTree(json));
        } catch (StreamConstraintsException e) {
            return new Refused(Reason.TOO_DEEP, "The statement's tree is deeper than " + maximumDepth + " levels.");
        } catch (JacksonException e) {
            return new Refused(Reason.PARSER_FAILED, "The parser gave a tree that cannot be read.");
        }
    }
}
