package dev.lanyard.chaos.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The provider's TLS certificate for {@code localhost}, made for this run, and who trusts it. */
final class Certificate {
    private static final String ALIAS = "provider";
    private static final String PASSWORD = "chaos-only";

    private final Path trusted;
    private final SSLContext tls;

    /** Makes one in that folder, by the JDK's keytool. */
    Certificate(Path folder) {
        Path keys = folder.resolve("keys.p12").toAbsolutePath();
        this.trusted = folder.resolve("trusted.p12").toAbsolutePath();
        try {
            make(keys);
            KeyStore store = load(keys);
            trust(store);
            this.tls = context(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Valid since the day before yesterday, for replicas whose clocks are wrong. */
    private static void make(Path keys) throws IOException, InterruptedException {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String command =
                "-genkeypair -alias %s -keyalg EC -dname CN=localhost -ext SAN=dns:localhost -startdate -2d -validity 30 -storetype PKCS12 -storepass %s -keystore"
                        .formatted(ALIAS, PASSWORD);
        List<String> words = new java.util.ArrayList<>(List.of(keytool));
        words.addAll(List.of(command.split(" ")));
        words.add(keys.toString());
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static KeyStore load(Path keys) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    private void trust(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(trusted)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** The options of a process that trusts it. */
    List<String> options() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trusted,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** The server's side of TLS on an accepted connection; shakes hands. */
    SSLSocket serve(Socket accepted) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(accepted, null, accepted.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }
}
