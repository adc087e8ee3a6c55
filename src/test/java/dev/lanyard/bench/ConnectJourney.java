package dev.lanyard.bench;

import dev.lanyard.bench.BlockingHttp.Response;
import dev.lanyard.rig.Http;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connect journeys as a browser takes them: the tenant makes a session; the hosted page, its button
 * and the callback are requests of the browser, with the cookies that it was given.
 */
final class ConnectJourney {
    private static final Pattern BUTTON = Pattern.compile("class=\"button\" href=\"([^\"]+)\"");
    private static final Pattern COOKIE =
            Pattern.compile("\nset-cookie: ([^;\r]+)", Pattern.CASE_INSENSITIVE);
    private static final String CALLBACK = "/connect/oauth2/bitbucket/callback";

    private final BenchStage stage;

    ConnectJourney(BenchStage stage) {
        this.stage = stage;
    }

    /** Takes that user through one. */
    boolean take(BlockingHttp http, long user) {
        List<String> cookies = new ArrayList<>();
        Response page = open(http, pathOf(invite(http, user)), cookies).expect(200);
        Response departed = open(http, button(page), cookies).expect(303);
        String state = Http.parameter(departed.field("location"), "state");
        String callback = CALLBACK + "?code=" + InstantProvider.CODE + user + "&state=" + state;
        Response back = open(http, callback, cookies).expect(303);
        if (!back.field("location").contains("status=connected")) {
            throw new IllegalStateException(back.head());
        }
        return true;
    }

    private String invite(BlockingHttp http, long user) {
        String body =
                http.post(
                                "/v1/connect-sessions",
                                "Authorization: Bearer " + stage.key() + "\r\n",
                                OperationBench.session(stage, user))
                        .expect(201)
                        .body();
        return new JsonObject(body).getString("connect_url");
    }

    private static Response open(BlockingHttp http, String path, List<String> cookies) {
        String fields = cookies.isEmpty() ? "" : "Cookie: " + String.join("; ", cookies) + "\r\n";
        Response response = http.get(path, fields);
        COOKIE.matcher(response.head()).results().map(set -> set.group(1)).forEach(cookies::add);
        return response;
    }

    private static String button(Response page) {
        Matcher found = BUTTON.matcher(page.body());
        if (!found.find()) {
            throw new IllegalStateException(page.body());
        }
        return pathOf(found.group(1).replace("&amp;", "&"));
    }

    private static String pathOf(String address) {
        URI url = URI.create(address);
        return url.getRawQuery() == null
                ? url.getRawPath()
                : url.getRawPath() + "?" + url.getRawQuery();
    }
}
