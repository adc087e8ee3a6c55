package dev.lanyard.support;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * A platform that issues OIDC tokens to its workloads, at an address that the application under
 * test allows. It rotates its keys, and may be down.
 */
public final class IssuerStandIn implements AutoCloseable {
    private static final String PORTS = "test.workload-issuer.ports";
    private static final String MOUNTED = "https://mounted.issuer.example";
    private static final int SLOTS = 8;
    private static final int SECONDS = 600;

    private final String url;
    private final Vertx vertx = Vertx.vertx();
    private final List<PublicJsonWebKey> published = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile PublicJsonWebKey key;
    private volatile UnaryOperator<JsonObject> discovery = UnaryOperator.identity();

    private IssuerStandIn(String url) {
        this.url = url;
        rotate();
    }

    /**
     * The issuers of {@code LANYARD_WORKLOAD_ISSUERS}: some addresses to listen at, one whose keys
     * are mounted, and one that is not there.
     */
    public static synchronized String allowed() {
        List<String> ports = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            ports.add(String.valueOf(TestDatabase.freePort()));
        }
        System.setProperty(PORTS, String.join(",", ports));
        List<String> issuers =
                new ArrayList<>(ports.stream().map(port -> "http://localhost:" + port).toList());
        new IssuerStandIn(MOUNTED).mount();
        issuers.add(MOUNTED + "=" + mountedKeys());
        return String.join(",", issuers);
    }

    private static Path mountedKeys() {
        return Path.of("target", "mounted-issuer.jwks").toAbsolutePath().normalize();
    }

    /** One that listens, at an address of its own in each test class. */
    public static IssuerStandIn start(int slot) {
        IssuerStandIn issuer = new IssuerStandIn("http://localhost:" + port(slot));
        issuer.listen();
        return issuer;
    }

    private static int port(int slot) {
        return Integer.parseInt(System.getProperty(PORTS).split(",")[slot]);
    }

    /** Listens again, at the address it had. */
    public void listen() {
        vertx.createHttpServer()
                .requestHandler(this::respond)
                .listen(java.net.URI.create(url).getPort(), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void respond(HttpServerRequest request) {
        requests.add(request.path());
        JsonObject body =
                switch (request.path()) {
                    case "/.well-known/openid-configuration" ->
                            discovery.apply(
                                    JsonObject.of("issuer", url, "jwks_uri", url + "/keys"));
                    case "/keys" -> keys();
                    default -> new JsonObject();
                };
        request.response().putHeader("Content-Type", "application/json").end(body.encode());
    }

    private JsonObject keys() {
        JsonArray keys = new JsonArray();
        published.forEach(
                each ->
                        keys.add(
                                new JsonObject(
                                        each.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))));
        return JsonObject.of("keys", keys);
    }

    public String url() {
        return url;
    }

    /** How many requests came for its keys. */
    public long keysRead() {
        return requests.stream().filter("/keys"::equals).count();
    }

    /** Says otherwise where its keys are. */
    public void discovery(UnaryOperator<JsonObject> change) {
        discovery = change;
    }

    /** Signs by a new key from now on, and publishes it beside the former ones. */
    public void rotate() {
        rotate(newKey());
    }

    /** The same, with a key of any kind. */
    public void rotate(PublicJsonWebKey to) {
        key = to;
        published.add(to);
    }

    /** Publishes the newest key only. */
    public void withdrawFormerKeys() {
        published.removeIf(each -> each != key);
    }

    public PublicJsonWebKey key() {
        return key;
    }

    /** A new RSA key. */
    public static PublicJsonWebKey newKey() {
        try {
            PublicJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId("k-" + dev.lanyard.id.Ids.random());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims of a token that is good for ten minutes. */
    public JwtClaims claims(String subject, String... audience) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url);
        claims.setSubject(subject);
        claims.setAudience(audience);
        claims.setIssuedAt(in(-3600));
        claims.setExpirationTime(in(SECONDS));
        claims.setGeneratedJwtId();
        return claims;
    }

    /** So many seconds from now. */
    public static NumericDate in(long seconds) {
        NumericDate at = NumericDate.now();
        at.addSeconds(seconds);
        return at;
    }

    /** A token that is good for ten minutes. */
    public String token(String subject, String... audience) {
        return sign(claims(subject, audience));
    }

    /** The claims, signed by the newest key. */
    public String sign(JwtClaims claims) {
        return sign(claims, key, "RS256", Map.of());
    }

    /** The claims, signed by any key and algorithm, with these header fields besides. */
    public static String sign(
            JwtClaims claims, JsonWebKey by, String algorithm, Map<String, Object> headers) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        if (by != null) {
            signature.setKeyIdHeaderValue(by.getKeyId());
            signature.setKey(
                    by instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : by.getKey());
        }
        headers.forEach(signature::setHeader);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One whose keys are mounted as a file, and that is never called. */
    public static IssuerStandIn mounted() {
        IssuerStandIn issuer = new IssuerStandIn(MOUNTED);
        issuer.mount();
        return issuer;
    }

    /** Writes its keys into the file that is mounted. */
    public void mount() {
        try {
            Files.createDirectories(mountedKeys().getParent());
            Files.writeString(mountedKeys(), keys().encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
