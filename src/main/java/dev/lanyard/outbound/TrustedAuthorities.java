package dev.lanyard.outbound;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that may vouch for the servers that are called: the JDK's, and the operator's
 * own.
 */
public final class TrustedAuthorities {
    private static final String KEY = "LANYARD_CA_CERT_FILE";

    private TrustedAuthorities() {}

    /**
     * The operator's own besides the JDK's.
     *
     * @param pem a file of one or more certificates; empty: the JDK's alone, as by default
     * @throws IllegalArgumentException in one line, naming the key
     */
    public static Optional<TrustOptions> with(Optional<Path> pem) {
        return pem.map(file -> trust(own(file)));
    }

    private static List<Certificate> own(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> own =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (!own.isEmpty()) {
                return own;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(KEY + ": cannot read " + file);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(KEY + ": " + file + " is not PEM");
        }
        throw new IllegalArgumentException(KEY + ": there is no certificate in " + file);
    }

    private static TrustOptions trust(List<Certificate> own) {
        try {
            List<Certificate> all = new ArrayList<>(own);
            all.addAll(builtIn());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : all) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            return TrustOptions.wrap(factory(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK has no trust store", e);
        }
    }

    private static List<Certificate> builtIn() throws GeneralSecurityException {
        List<Certificate> issuers = new ArrayList<>();
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                issuers.addAll(Arrays.asList(x509.getAcceptedIssuers()));
            }
        }
        return issuers;
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
