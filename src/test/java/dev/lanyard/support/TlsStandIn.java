package dev.lanyard.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An https server whose certificate a certificate authority of this test has issued. */
public final class TlsStandIn {
    private static final String PASSWORD = "only-for-tests";

    /** Keys are made once for all tests: it takes keytool a second each. */
    private static final Path FOLDER = folder();

    private static final Set<String> ALIASES = ConcurrentHashMap.newKeySet();

    private final Vertx vertx;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Handler<HttpServerRequest> behaviour;

    /** No server yet; one that says {@code {}}. */
    public TlsStandIn(Vertx vertx) {
        this(vertx, request -> request.response().end("{}"));
    }

    /** No server yet. */
    public TlsStandIn(Vertx vertx, Handler<HttpServerRequest> behaviour) {
        this.vertx = vertx;
        this.behaviour = behaviour;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")), "tls-stand-in");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PEM of the authority. */
    public static synchronized Path authority() {
        Path pem = FOLDER.resolve("ca.pem");
        if (ALIASES.add("ca")) {
            keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc=ca:true");
            keytool("-exportcert", "-alias", "ca", "-rfc", "-file", pem.toString());
        }
        return pem;
    }

    /** Requests that came through TLS: {@code POST host:port/path}. */
    public List<String> requests() {
        return requests;
    }

    /** Starts a server with a certificate for that host, good from now on; its port. */
    public int start(String host) {
        return start(host, "-0d");
    }

    /** The same with a certificate that was good for a day, a year ago. */
    public int startExpired(String host) {
        return start(host, "-365d");
    }

    private int start(String host, String begin) {
        PfxOptions keys =
                new PfxOptions()
                        .setPath(store())
                        .setPassword(PASSWORD)
                        .setAlias(alias(host, begin));
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
                        .requestHandler(this::answer);
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static synchronized String alias(String host, String begin) {
        authority();
        String alias = host + begin;
        if (ALIASES.add(alias)) {
            keytool(
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-signer",
                    "ca",
                    "-dname",
                    "CN=server",
                    "-ext",
                    "san=dns:" + host,
                    "-startdate",
                    begin,
                    "-validity",
                    "2");
        }
        return alias;
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.method() + " " + request.getHeader("Host") + request.uri());
        behaviour.handle(request);
    }

    private static String store() {
        return FOLDER.resolve("keys.p12").toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", store(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
