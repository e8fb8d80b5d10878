package dev.sallyport.session;

import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.SettingUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.ClientEncoding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The encoding that the server reads a client's texts by and writes its answers in. PostgreSQL reports it just before a ReadyForQuery, if
 * it has changed; nothing else is believed. A Query's or Parse's text is read whole by the encoding that is in force when the server gets
 * to the message.
 */
final class SessionEncoding {
    static final String PARAMETER = "client_encoding";

    /** In place of a name: all settings, or one that only the server knows. */
    private static final String ANY = "*";

    private final Uncertainty uncertainty = new Uncertainty();

    /** What the session began with, and what RESET goes back to. */
    private ClientEncoding first = ClientEncoding.UTF8;

    private ClientEncoding reported = ClientEncoding.UTF8;

    /** Whether a server's own encoding is known to convert each byte as it is read here. */
    private boolean convertible;

    /** Whether no encoding but UTF-8 was ever in force or asked for by a statement, so that nothing can bring one back. */
    private boolean onlyUtf8 = true;

    /** A server has said at the beginning what it reads by. */
    void begins(Map<String, String> parameters) {
        convertible = parameters.getOrDefault("server_encoding", "").equals(ClientEncoding.UTF8.name());
        of(parameters.getOrDefault(PARAMETER, ClientEncoding.UTF8.name())).ifPresent(encoding -> {
            first = encoding;
            reported(encoding);
        });
    }

    /** The encoding of a name, if texts can be read by it in this session. */
    Optional<ClientEncoding> of(String name) {
        return ClientEncoding.named(name).filter(encoding -> convertible || encoding.equals(ClientEncoding.UTF8));
    }

    /** The server has said what it is. */
    void reported(ClientEncoding encoding) {
        reported = encoding;
        onlyUtf8 &= encoding.isUtf8();
    }

    /** What was reported last. */
    ClientEncoding reported() {
        return reported;
    }

    /** Whether a text that was read by an encoding reads the same by what was reported last. */
    boolean readsAs(ClientEncoding encoding) {
        return encoding.equals(reported) || (encoding.isUtf8() && reported.isUtf8());
    }

    /** Whether what was reported last holds for what is sent next. */
    boolean isSettled() {
        return uncertainty.isSettled();
    }

    boolean isOnlyUtf8() {
        return onlyUtf8;
    }

    /** A message is on its way to the server that can leave this changed. */
    void sent(SessionChange change, List<Statement> statements) {
        onlyUtf8 = onlyUtf8 && !mayLeaveUtf8(statements);
        uncertainty.sent(switch (change) {
                    case ROLE -> true;
                    case SETTINGS -> !onlyUtf8;
                    case NOTHING -> false;
                }
                || names(statements));
    }

    /**
     * The server is ready for what follows.
     *
     * @param unanswered how many messages are with it that it has not answered
     */
    void ready(int unanswered) {
        uncertainty.ready(unanswered);
    }

    /** Whether statements say that another encoding than UTF-8 is to be in force, or what the session began with if that is another. */
    boolean mayLeaveUtf8(List<Statement> statements) {
        // Asked of each message: without a stream.
        for (Statement statement : statements) {
            boolean resets =
                    statement.kind().equals("RESET") || statement.kind().equals("DISCARD ALL");
            for (SettingUse setting : statement.settings()) {
                String value = setting.value();
                boolean leaves = setting.name().equals(PARAMETER)
                        ? (resets ? !first.isUtf8() : value == null || !isUtf8(value))
                        : setting.name().equals(ANY) && resets && !first.isUtf8();
                if (leaves) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether statements name the setting. */
    static boolean names(List<Statement> statements) {
        for (Statement statement : statements) {
            for (SettingUse setting : statement.settings()) {
                if (setting.name().equals(PARAMETER)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it is possible at all that the server changes to what statements name. */
    boolean isConvertible() {
        return convertible;
    }

    private static boolean isUtf8(String name) {
        return ClientEncoding.named(name).filter(ClientEncoding::isUtf8).isPresent();
    }
}
