package dev.sallyport.recording;

import dev.sallyport.recording.RecordingReader.Item;
import dev.sallyport.terminal.Printable;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.CopyInResponse;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.EmptyQueryResponse;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoData;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.PortalSuspended;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.BindHead;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Diagnostic;
import dev.sallyport.wire.ErrorField;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.CopyFail;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.FunctionCall;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Terminate;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.Run;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prints messages for a person. Whatever comes from the session is made printable first. Not thread-safe. */
final class Transcript {
    private final PrintStream out;
    private final int rows;
    private final Conversation conversation = new Conversation();
    private @Nullable ResultTable table;
    private ClientEncoding encoding = ClientEncoding.UTF8;
    private long copiedBytes;
    private boolean copyOmitted;

    Transcript(PrintStream out, int rows) {
        this.out = out;
        this.rows = rows;
    }

    /** What texts are read by. */
    ClientEncoding encoding() {
        return encoding;
    }

    void client(FrontendMessage message, String time) {
        switch (message) {
            case Query query -> {
                conversation.boundary();
                statement(time, "", query.sql());
            }
            case Parse parse -> {
                conversation.parse(parse);
                statement(time, "parse" + name(parse.statement()) + ": ", parse.sql());
            }
            case Bind bind -> bind(bind, time);
            case Describe describe -> conversation.describe(describe.target(), describe.name());
            case Execute execute -> conversation.execute(execute.portal());
            case Sync sync -> conversation.boundary();
            case FrontendMessage.CopyData data -> copiedBytes += data.data().length();
            case FrontendMessage.CopyDone done -> copied(time, "sent");
            case CopyFail fail ->
                out.println(time + " > COPY given up: " + Printable.line(encoding.display(fail.reason())));
            case FunctionCall call -> out.println(time + " > function call");
            case Terminate terminate -> out.println(time + " > disconnect");
            case FrontendMessage.Close close -> {}
            case FrontendMessage.Flush flush -> {}
            case FrontendMessage.PasswordMessage never -> {}
            case FrontendMessage.SASLInitialResponse never -> {}
            case FrontendMessage.SASLResponse never -> {}
        }
    }

    private void bind(Bind bind, String time) {
        conversation.bind(bind);
        StringBuilder line = new StringBuilder("bind").append(name(bind.statement()));
        List<@Nullable Bytes> parameters = bind.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Bytes value = parameters.get(i);
            line.append(i == 0 ? ": $" : ", $").append(i + 1).append(" = ");
            if (value == null) {
                line.append("NULL");
            } else {
                int type = conversation.parameterType(bind.statement(), i);
                line.append('\'')
                        .append(TypedValue.text(value, type, bind.parameterFormat(i), encoding))
                        .append('\'');
            }
        }
        out.println(time + " > " + Printable.line(line.toString()));
        Bytes sql = bind.statement().isEmpty() ? null : conversation.sql(bind.statement());
        if (sql != null) {
            statement(" ".repeat(time.length()), "of: ", sql);
        }
    }

    private static String name(String name) {
        return name.isEmpty() ? "" : " \"" + Printable.line(name) + "\"";
    }

    private void statement(String time, String prefix, Bytes sql) {
        String[] lines = encoding.display(sql).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            String indent = i == 0 ? time + " > " + prefix : " ".repeat(time.length()) + " . ";
            out.println(indent + Printable.line(line.replace("\t", "    ")));
        }
    }

    void server(BackendMessage message, String time) {
        switch (message) {
            case RowDescription description -> {
                if (conversation.described(description.fields())) {
                    table = new ResultTable(names(description.fields()), rows);
                }
            }
            case NoData none -> conversation.describedWithoutRows();
            case DataRow row -> row(row.values());
            case CommandComplete complete -> {
                result();
                conversation.executed();
                out.println(time + " < " + Printable.line(complete.tag()));
            }
            case EmptyQueryResponse empty -> conversation.executed();
            case PortalSuspended suspended -> {
                result();
                conversation.executed();
                out.println(time + " < suspended: there are more rows");
            }
            case ErrorResponse error -> {
                result();
                conversation.failed();
                diagnostic(error, time);
            }
            case NoticeResponse notice -> diagnostic(notice, time);
            case ReadyForQuery ready -> {
                result();
                conversation.ready();
            }
            case ParameterStatus status -> {
                if (status.name().equals("client_encoding")) {
                    encoding = ClientEncoding.named(status.value()).orElse(ClientEncoding.UTF8);
                }
                out.println(time + " < " + Printable.line(status.name() + " is " + encoding.display(status.bytes())));
            }
            case NotificationResponse notification ->
                out.println(time + " < notification "
                        + Printable.line(encoding.display(notification.bytes()) + ": "
                                + encoding.display(notification.payload())));
            case CopyInResponse in -> out.println(time + " < COPY: waits for data");
            case CopyOutResponse copyOut -> out.println(time + " < COPY: data follow");
            case BackendMessage.CopyData data -> copiedBytes += data.data().length();
            case BackendMessage.CopyDone done -> copied(time, "received");
            // the rest says nothing about what was done
            case BackendMessage.AuthenticationOk silent -> {}
            case BackendMessage.AuthenticationCleartextPassword silent -> {}
            case BackendMessage.AuthenticationMD5Password silent -> {}
            case BackendMessage.AuthenticationSASL silent -> {}
            case BackendMessage.AuthenticationSASLContinue silent -> {}
            case BackendMessage.AuthenticationSASLFinal silent -> {}
            case BackendMessage.AuthenticationUnknown silent -> {}
            case BackendMessage.BackendKeyData silent -> {}
            case BackendMessage.NegotiateProtocolVersion silent -> {}
            case BackendMessage.ParseComplete silent -> {}
            case BackendMessage.BindComplete silent -> {}
            case BackendMessage.CloseComplete silent -> {}
            case BackendMessage.ParameterDescription silent -> {}
            case BackendMessage.CopyBothResponse silent -> {}
            case BackendMessage.FunctionCallResponse silent -> {}
        }
    }

    private void copied(String time, String verb) {
        out.println(
                time + " : COPY " + copiedBytes + " bytes " + verb + (copyOmitted ? ", and what was left out" : ""));
        copiedBytes = 0;
        copyOmitted = false;
    }

    /** A message of which no more than this can be shown, because it is so long or the rest is left out. */
    void part(Head head, boolean fromClient, String time) {
        if (fromClient && head.type() == FrontendType.BIND) {
            try {
                BindHead bind = FrontendMessages.decodeBindHead(head, encoding);
                conversation.bind(new Bind(bind.portal(), bind.statement(), List.of(), List.of(), List.of()));
                out.println(time + " > bind" + name(bind.statement()) + ": " + bind.parameters()
                        + " parameters that take " + head.length() + " bytes");
            } catch (ProtocolViolation tooLittle) {
                out.println(time + " > bind: parameters that take " + head.length() + " bytes");
            }
        } else if (!fromClient && head.type() == BackendType.DATA_ROW) {
            out.println(time + " < a row of " + head.length() + " bytes");
            table().countOnly(1);
        } else if (head.type() == (fromClient ? FrontendType.COPY_DATA : BackendType.COPY_DATA)) {
            copiedBytes += head.body().length();
        }
    }

    /** More of a message of which the beginning was given as a part. */
    void rest(Run run) {
        // The letter is the same for both sides, and no other messages' rest is counted.
        if (run.type() == BackendType.COPY_DATA) {
            copiedBytes += run.bytes().length();
        }
    }

    /** What is not in the recording. A part of the first of these messages may have been shown. */
    void omitted(Item.Omitted omitted, boolean partly, String time) {
        boolean rows = !omitted.fromClient() && omitted.type() == BackendType.DATA_ROW;
        boolean bind = omitted.fromClient() && omitted.type() == FrontendType.BIND;
        String what = bind
                ? "of parameters"
                : rows ? "of rows, " + omitted.messages() + " of which end there" : "of COPY data";
        out.println(time + (omitted.fromClient() ? " > " : " < ") + "left out of the recording: " + omitted.bytes()
                + " bytes " + what + ", SHA-256 " + omitted.sha256());
        if (rows) {
            table().countOnly(partly ? omitted.messages() - 1 : omitted.messages());
        }
        copyOmitted |= !rows && !bind;
    }

    private ResultTable table() {
        ResultTable current = table;
        if (current == null) {
            List<Field> fields = conversation.fields();
            current = new ResultTable(names(fields), rows);
            table = current;
        }
        return current;
    }

    private void row(List<@Nullable Bytes> values) {
        List<Field> fields = conversation.fields();
        ResultTable current = table;
        if (current == null) {
            current = new ResultTable(fields.isEmpty() ? numbered(values.size()) : names(fields), rows);
            table = current;
        }
        if (!current.showsNext()) {
            current.countOnly(1);
            return;
        }
        List<String> cells = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Bytes value = values.get(i);
            int type = i < fields.size() ? fields.get(i).typeOid() : 0;
            cells.add(value == null ? "NULL" : TypedValue.text(value, type, conversation.format(i), encoding));
        }
        current.add(cells);
    }

    private List<String> names(List<Field> fields) {
        return fields.stream().map(field -> encoding.display(field.bytes())).toList();
    }

    private static List<String> numbered(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList();
    }

    private void result() {
        if (table != null) {
            table.print(out);
            table = null;
        }
    }

    private void diagnostic(Diagnostic diagnostic, String time) {
        out.println(time + " < "
                + Printable.line(diagnostic.severity() + " " + diagnostic.sqlState() + ": "
                        + text(diagnostic, ErrorField.MESSAGE)));
        String indent = " ".repeat(time.length() + 3);
        String detail = text(diagnostic, ErrorField.DETAIL);
        if (!detail.isEmpty()) {
            out.println(indent + "DETAIL: " + Printable.line(detail));
        }
        String hint = text(diagnostic, ErrorField.HINT);
        if (!hint.isEmpty()) {
            out.println(indent + "HINT: " + Printable.line(hint));
        }
    }

    /** Of the first field with a code; empty if there is none. */
    private String text(Diagnostic diagnostic, byte code) {
        return diagnostic.fields().stream()
                .filter(field -> field.code() == code)
                .map(field -> encoding.display(field.bytes()))
                .findFirst()
                .orElse("");
    }

    /** Prints what has come of a result when no more will. */
    void finish() {
        result();
    }
}
