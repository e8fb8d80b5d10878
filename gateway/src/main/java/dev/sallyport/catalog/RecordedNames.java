package dev.sallyport.catalog;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedOperator;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.NamedType;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.TypeCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what an analysis asked of names and was told: as long as it would be told the same, it would come to the same. What a
 * definition says by itself can so be kept from one catalog to the next. Thread-safe.
 */
final class RecordedNames implements Namespace {
    private final Namespace names;
    private final Map<Question, Object> answers = new ConcurrentHashMap<>();

    /** What can be asked. */
    private sealed interface Question {
        Object ask(Namespace names);

        record Relations(@Nullable String schema, String name) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.relations(schema, name);
            }
        }

        record Functions(@Nullable String schema, String name) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.functions(schema, name);
            }
        }

        record Operators(@Nullable String schema, String symbol) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.operators(schema, symbol);
            }
        }

        record Types(@Nullable String schema, String name) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.types(schema, name);
            }
        }

        record OfType(int oid) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.type(oid);
            }
        }

        record Code(TypeCode handling) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.code(handling);
            }
        }

        record Origins(ColumnId column) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.origins(column);
            }
        }

        record Failures(int relation) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.failures(relation);
            }
        }

        record Rows(int relation) implements Question {
            @Override
            public Object ask(Namespace names) {
                return names.rows(relation);
            }
        }
    }

    RecordedNames(Namespace names) {
        this.names = names;
    }

    /** What was asked and answered so far, without what answered it. */
    Answered answered() {
        return new Answered(Map.copyOf(answers));
    }

    /** What was asked and answered. */
    static final class Answered {
        private final Map<Question, Object> answers;

        private Answered(Map<Question, Object> answers) {
            this.answers = answers;
        }

        /** Whether others would have said the same. */
        boolean wouldBeTheSameBy(Namespace others) {
            return answers.entrySet().stream()
                    .allMatch(answer -> answer.getKey().ask(others).equals(answer.getValue()));
        }
    }

    private <T> T recorded(Question question, Function<Namespace, T> ask) {
        T answer = ask.apply(names);
        answers.put(question, answer);
        return answer;
    }

    @Override
    public List<? extends NamedRelation> relations(@Nullable String schema, String name) {
        return recorded(new Question.Relations(schema, name), asked -> asked.relations(schema, name));
    }

    @Override
    public List<? extends NamedFunction> functions(@Nullable String schema, String name) {
        return recorded(new Question.Functions(schema, name), asked -> asked.functions(schema, name));
    }

    @Override
    public List<? extends NamedOperator> operators(@Nullable String schema, String symbol) {
        return recorded(new Question.Operators(schema, symbol), asked -> asked.operators(schema, symbol));
    }

    @Override
    public List<? extends NamedType> types(@Nullable String schema, String name) {
        return recorded(new Question.Types(schema, name), asked -> asked.types(schema, name));
    }

    @Override
    public Optional<? extends NamedType> type(int oid) {
        return recorded(new Question.OfType(oid), asked -> asked.type(oid));
    }

    @Override
    public List<? extends NamedFunction> code(TypeCode handling) {
        return recorded(new Question.Code(handling), asked -> asked.code(handling));
    }

    @Override
    public Dependencies origins(ColumnId column) {
        return recorded(new Question.Origins(column), asked -> asked.origins(column));
    }

    @Override
    public Optional<Dependencies> failures(int relation) {
        return recorded(new Question.Failures(relation), asked -> asked.failures(relation));
    }

    @Override
    public Dependencies rows(int relation) {
        return recorded(new Question.Rows(relation), asked -> asked.rows(relation));
    }
}
