package dev.lanyard.token;

import dev.lanyard.outbound.OutboundClient;
import java.util.Map;

/** What the parser makes of a token endpoint's response, for tests of other rooms. */
public final class ReadResponse {
    private ReadResponse() {}

    /**
     * Reads it.
     *
     * @param body as it comes out of the HTTP client: decoded, without a byte order mark
     * @param secrets of the request
     */
    public static TokenResponse of(
            int status, Map<String, String> headers, String body, String... secrets) {
        TokenResponse read =
                TokenResponseParser.read(
                        new OutboundClient.Reply(status, headers, body),
                        0,
                        TokenDialect.STANDARD,
                        SecretBlotter.of(secrets));
        return read instanceof TokenResponse.Issued issued
                ? new TokenResponse.Issued(issued.tokens().renewed(true))
                : read;
    }
}
