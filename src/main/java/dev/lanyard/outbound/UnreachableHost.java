package dev.lanyard.outbound;

import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why a host was not reached, in the words of tenants and operators. */
public final class UnreachableHost {
    private static final String CLOSED = "it was closed before it was made";
    private static final int DEEPEST = 10;

    private UnreachableHost() {}

    /**
     * One sentence's end: {@code no connection to HOST: it was refused}.
     *
     * @param failure of a connection that could not be made
     */
    public static String text(String host, Throwable failure) {
        return "no connection to " + host + ": " + reason(causes(failure));
    }

    /** A kept connection went while a request was put on it; another one may be made. */
    static boolean isClosed(Throwable failure) {
        return reason(causes(failure)).equals(CLOSED);
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null && causes.size() < DEEPEST) {
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes;
    }

    private static String reason(List<Throwable> causes) {
        if (has(causes, UnknownHostException.class)) {
            return "the name is not found";
        }
        if (has(causes, ProxyConnectException.class)) {
            return "the proxy did not connect";
        }
        if (has(causes, SSLException.class) || has(causes, CertificateException.class)) {
            return "TLS failed, " + tls(causes);
        }
        if (has(causes, io.netty.channel.ConnectTimeoutException.class)
                || has(causes, TimeoutException.class)) {
            return "time-out";
        }
        if (has(causes, ConnectException.class)) {
            String text = String.valueOf(causes.get(causes.size() - 1).getMessage());
            return text.contains("refused") ? "it was refused" : "it cannot be reached";
        }
        return CLOSED;
    }

    private static String tls(List<Throwable> causes) {
        if (has(causes, NotSslRecordException.class)) {
            return "the response is not TLS";
        }
        if (has(causes, CertificateExpiredException.class)) {
            return "the certificate has expired";
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return "the certificate is not valid yet";
        }
        if (has(causes, CertPathBuilderException.class)) {
            return "nobody known vouches for the certificate (LANYARD_CA_CERT_FILE adds"
                    + " authorities)";
        }
        return has(causes, CertificateException.class)
                ? "the certificate is for another name"
                : "the handshake was not completed";
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
