package dev.parley.persistence.postgres;

import io.r2dbc.spi.R2dbcException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure before the start means, as one sentence that tells an operator what to do. */
final class Diagnosis {
    /** A failure of several servers holds one of each; deeper than this none was seen to go. */
    private static final int MOST_CAUSES = 64;

    private Diagnosis() {}

    static String of(Throwable failure, PostgresSettings settings) {
        var address = settings.address();
        var causes = causesOf(failure);
        for (var cause : causes) {
            if (cause instanceof R2dbcException e && isOfServer(e)) {
                return ofServer(e, settings);
            }
        }
        for (var cause : causes) {
            var distrust = distrustIn(cause);
            if (distrust != null) {
                return "The server of " + address + " cannot be reached with sslmode " + settings.tls() + ": "
                        + distrust;
            }
        }
        for (var cause : causes) {
            if (cause instanceof UnknownHostException) {
                return "There is no server of the name in " + address + ": check the address of the database";
            }
            if (cause instanceof TimeoutException) {
                return "The server of " + address
                        + " did not answer in time: check that it runs, and that nothing stands in" + " between";
            }
            if (cause instanceof SSLException
                    || String.valueOf(cause.getMessage()).contains("SSL")) {
                return "The server of " + address + " cannot be reached with sslmode " + settings.tls() + ": "
                        + cause.getMessage();
            }
        }
        if (address.hosts().size() > 1) {
            return "None of the servers " + address.servers() + " lets " + address.user()
                    + " in as a primary: check that" + " one runs, the database's name and the password";
        }
        if (causes.stream().anyMatch(ConnectException.class::isInstance)) {
            return "There is no server at " + address.servers() + ": check that PostgreSQL runs there";
        }
        if (settings.password() == null) {
            return notLetIn(settings);
        }
        return "The database " + address + " cannot be used: "
                + causes.getLast().getMessage();
    }

    /** What is wrong with the server's certificate: what the JDK and the driver say of it is for programmers. */
    private static @Nullable String distrustIn(Throwable cause) {
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return "nobody whom this node trusts signed its certificate; name the certificate of who did with"
                    + " sslrootcert";
        }
        return String.valueOf(cause.getMessage()).contains("could not be verified")
                ? "its certificate is for another name"
                : null;
    }

    /** The driver gives a number to what it finds out itself, too: those of class 08, of which the cause tells more. */
    private static boolean isOfServer(R2dbcException e) {
        var state = e.getSqlState();
        return state != null && !state.startsWith("08");
    }

    private static String notLetIn(PostgresSettings settings) {
        return "The server of " + settings.address() + " does not let "
                + settings.address().user() + " in: "
                + (settings.password() == null
                        ? "set PARLEY_POSTGRES_PASSWORD in the environment"
                        : "check the password in PARLEY_POSTGRES_PASSWORD");
    }

    private static String ofServer(R2dbcException e, PostgresSettings settings) {
        var address = settings.address();
        return switch (String.valueOf(e.getSqlState())) {
            case "28P01", "28000" -> notLetIn(settings) + " (" + e.getMessage() + ")";
            case "3D000" ->
                "There is no database " + address.database() + " at " + address.servers()
                        + ": make it with 'create database'";
            case "42501" ->
                address.user() + " may not do in the database " + address.database() + " what is needed ("
                        + e.getMessage() + "): make it the owner, or grant it 'create' on the database";
            case "53300" ->
                "The server of " + address + " has no connection left (" + e.getMessage()
                        + "): raise its max_connections";
            default ->
                "The database " + address + " cannot be used: " + e.getMessage() + " (SQLSTATE " + e.getSqlState()
                        + ")";
        };
    }

    /** The failure, its causes, and what was put aside for it: a list of servers fails with one of them and suppresses others. */
    private static List<Throwable> causesOf(Throwable failure) {
        List<Throwable> found = new ArrayList<>();
        var open = new ArrayDeque<Throwable>(List.of(failure));
        while (!open.isEmpty() && found.size() < MOST_CAUSES) {
            var next = open.removeFirst();
            found.add(next);
            var cause = next.getCause();
            if (cause != null && !found.contains(cause)) {
                open.add(cause);
            }
            open.addAll(List.of(next.getSuppressed()));
        }
        return found;
    }
}
