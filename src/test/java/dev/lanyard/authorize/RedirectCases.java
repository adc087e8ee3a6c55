package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.provider.ReturnUrlSamples;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a session asks to return to, over HTTP. */
abstract class RedirectCases {
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private Response list(List<String> prefixes) {
        return journey.api()
                .body(Map.of("return_urls", prefixes))
                .patch("/v1/connector-profiles/" + journey.profileId());
    }

    private static void refuses(Response answer, String field, String value) {
        assertThat(answer.statusCode()).as(value).isEqualTo(400);
        assertThat(answer.jsonPath().getString("errors[0].field")).as(value).isEqualTo(field);
    }

    @Test
    void noSessionReturnsToWhatIsNotBelowAPrefix() {
        list(ReturnUrlSamples.PREFIXES).then().statusCode(200);
        Map<String, String> allowed = Map.of("return_url", "https://ok.example/app/x");
        assertThat(journey.create(allowed).statusCode()).isEqualTo(201);

        for (String url : ReturnUrlSamples.REFUSED) {
            refuses(journey.create(Map.of("return_url", url)), "return_url", url);
        }
    }

    /** Whatever is put together: if a session takes it, a URL parser sees our host. */
    @Test
    void noSessionReturnsToWhatAParserReadsAsAnotherOrigin() {
        list(ReturnUrlSamples.PREFIXES).then().statusCode(200);
        Random random = new Random(20261123);
        int taken = 0;
        for (int round = 0; round < 500; round++) {
            String url = ReturnUrlSamples.puttingTogether(random);
            Response answer = journey.create(Map.of("return_url", url));
            if (answer.statusCode() == 201) {
                taken++;
                ReturnUrlSamples.assertBelowAPrefix(url);
            } else {
                refuses(answer, "return_url", url);
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void noProfileListsWhatIsNoPlainAddress() {
        for (String prefix :
                List.of(
                        "http://ok.example/",
                        "https://user@ok.example/",
                        "https://ok.example/app?x=1",
                        "https://ok.example/%2e%2e/b",
                        "https://ok.example\\x",
                        "https://*.ok.example/",
                        "javascript:alert(1)")) {
            refuses(list(List.of(prefix)), "return_urls[0]", prefix);
        }
    }
}
