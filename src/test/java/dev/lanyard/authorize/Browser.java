package dev.lanyard.authorize;

import static io.restassured.RestAssured.given;

import io.restassured.http.Cookie;
import io.restassured.response.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A browser as far as journeys need one: it keeps cookies and follows nothing by itself. */
public final class Browser {
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    public Response open(String url) {
        return open(url, Map.of());
    }

    Response open(String url, Map<String, String> headers) {
        Response response =
                given().redirects()
                        .follow(false)
                        .urlEncodingEnabled(false)
                        .cookies(cookies)
                        .headers(headers)
                        .get(url);
        response.detailedCookies().forEach(this::keep);
        return response;
    }

    /** A form that a page of another site posts: without this site's cookies. */
    Response post(String url, String form) {
        return given().redirects()
                .follow(false)
                .contentType("application/x-www-form-urlencoded")
                .body(form)
                .post(url);
    }

    Response head(String url) {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .cookies(cookies)
                .head(url);
    }

    private void keep(Cookie cookie) {
        if (cookie.getMaxAge() == 0) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie.getValue());
        }
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    void forgetCookies() {
        cookies.clear();
    }
}
