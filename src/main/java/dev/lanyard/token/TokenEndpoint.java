package dev.lanyard.token;

import dev.lanyard.outbound.CutResponseException;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ProviderHttp;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Requests to token endpoints. Every method sends at most once and never fails: what happened is
 * the response.
 */
@ApplicationScoped
public class TokenEndpoint {
    private static final Logger LOG = Logger.getLogger(TokenEndpoint.class);
    private static final String MADE_UP_CODE = "lanyard-checks-these-credentials";

    private final ProviderHttp http;
    private final GrantRequests grants;

    TokenEndpoint(ProviderHttp http, GrantRequests grants) {
        this.http = http;
        this.grants = grants;
    }

    /**
     * Redeems an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5).
     *
     * @param redirectUri as sent with the authorization request; empty if it was not
     */
    public Uni<TokenResponse> exchange(
            ClientCredentials client,
            String code,
            Optional<String> codeVerifier,
            Optional<String> redirectUri) {
        Map<String, String> form = new LinkedHashMap<>(client.dialect().parameters().token());
        form.put("code", code);
        codeVerifier.ifPresent(verifier -> form.put("code_verifier", verifier));
        redirectUri.ifPresent(uri -> form.put("redirect_uri", uri));
        SecretBlotter secrets =
                SecretBlotter.of(
                        client.clientSecret(), client.basic(), code, codeVerifier.orElse(null));
        return parse(
                grants.post(client, Grant.Type.CODE, form, Deadline.within(Deadline.CALL)),
                client,
                secrets);
    }

    /**
     * Asks for a token of the client's own (RFC 6749 §4.4.2).
     *
     * @param scope empty: not sent
     */
    public Uni<TokenResponse> clientCredentials(ClientCredentials client, Optional<String> scope) {
        Map<String, String> form = new LinkedHashMap<>(client.dialect().parameters().token());
        scope.ifPresent(wanted -> form.put("scope", wanted));
        SecretBlotter secrets = SecretBlotter.of(client.clientSecret(), client.basic());
        return parse(
                        grants.post(
                                client, Grant.Type.CLIENT, form, Deadline.within(Deadline.CALL)),
                        client,
                        secrets)
                .map(response -> renewed(response, client));
    }

    /**
     * Presents a refresh token (RFC 6749 §6).
     *
     * @param deadline until when it may be sent, and when it is given up
     */
    public Uni<TokenResponse> refresh(
            ClientCredentials client, String refreshToken, Deadline deadline) {
        Map<String, String> form = new LinkedHashMap<>(client.dialect().parameters().refresh());
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        SecretBlotter secrets =
                SecretBlotter.of(client.clientSecret(), client.basic(), refreshToken);
        return parse(post(client.tokenEndpoint(), client, form, deadline), client, secrets)
                .map(response -> renewed(response, client));
    }

    /**
     * Asks whether the client's credentials work, by a made-up code: refused as a client, or for
     * any other reason.
     */
    public Uni<TokenResponse> probe(ClientCredentials client) {
        return exchange(client, MADE_UP_CODE, Optional.empty(), Optional.empty());
    }

    /**
     * Revokes a token (RFC 7009 §2.1).
     *
     * @return never fails: what came in between is a reason to ask again
     */
    public Uni<RevocationResponse> revoke(
            URI revocationEndpoint, ClientCredentials client, String token) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("token", token));
        return post(revocationEndpoint, client, form, Deadline.within(Deadline.CALL))
                .invoke(
                        reply ->
                                LOG.debugf(
                                        "revocation at %s answered %d",
                                        revocationEndpoint.getHost(), reply.status()))
                .map(RevocationResponse::of)
                .onFailure(IOException.class)
                .invoke(
                        failure ->
                                LOG.warnf(
                                        "revocation at %s failed: %s",
                                        revocationEndpoint.getHost(), failure.getMessage()))
                .onFailure(IOException.class)
                .recoverWithItem(() -> new RevocationResponse.Postponed(Optional.empty()));
    }

    private static TokenResponse renewed(TokenResponse response, ClientCredentials client) {
        return response instanceof TokenResponse.Issued issued
                ? new TokenResponse.Issued(issued.tokens().renewed(client.dialect().expires()))
                : response;
    }

    private static Uni<TokenResponse> parse(
            Uni<OutboundClient.Reply> call, ClientCredentials client, SecretBlotter secrets) {
        long sentAt = System.nanoTime();
        return call.map(reply -> read(reply, sentAt, client, secrets))
                .onFailure(CutResponseException.class)
                .recoverWithItem(cut -> afterCut((CutResponseException) cut, sentAt, client))
                .onFailure(NotSentException.class)
                .recoverWithItem(
                        failure -> new TokenResponse.NotSent(String.valueOf(failure.getMessage())))
                .onFailure(IOException.class)
                .recoverWithItem(
                        failure ->
                                new TokenResponse.Ambiguous(String.valueOf(failure.getMessage())));
    }

    private static TokenResponse read(
            OutboundClient.Reply reply,
            long sentAt,
            ClientCredentials client,
            SecretBlotter secrets) {
        long age = System.nanoTime() - sentAt;
        return TokenResponseParser.read(reply, age, client.dialect(), secrets);
    }

    /**
     * Tokens that came before the cut are kept, where they came whole: in JSON, whose texts end
     * visibly. All else may still come another time.
     */
    private static TokenResponse afterCut(
            CutResponseException cut, long sentAt, ClientCredentials client) {
        TokenResponse read =
                cut.received().body().stripLeading().startsWith("{")
                        ? read(cut.received(), sentAt, client, SecretBlotter.of())
                        : new TokenResponse.Ambiguous("");
        return read instanceof TokenResponse.Issued
                ? read
                : new TokenResponse.Ambiguous(String.valueOf(cut.getMessage()));
    }

    private Uni<OutboundClient.Reply> post(
            URI uri, ClientCredentials client, Map<String, String> form, Deadline deadline) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        authenticate(client, headers, form);
        return http.send(HttpMethod.POST, uri, headers, Buffer.buffer(encode(form)), deadline);
    }

    private static void authenticate(
            ClientCredentials client, Map<String, String> headers, Map<String, String> form) {
        if (client.method() == ClientCredentials.Method.CLIENT_SECRET_POST) {
            form.put("client_id", client.clientId());
            form.put("client_secret", client.clientSecret());
            return;
        }
        headers.put("Authorization", "Basic " + client.basic());
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
