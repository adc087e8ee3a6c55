package dev.lanyard.problem;

import static dev.lanyard.support.Fixtures.operator;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;

abstract class BodyLimitCases {
    static final int LIMIT = 256 * 1024;

    static String bodyOf(int length) {
        String body = "{\"text\":\"x\"}";
        return " ".repeat(length - body.length()) + body;
    }

    @Test
    void refusesItForEveryResource() {
        operator()
                .body(bodyOf(LIMIT + 1))
                .post("/admin/v1/tenants")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("payload_too_large"));
    }

    @Test
    void aCompressedBodyIsRefusedForWhatItIs() {
        operator()
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/admin/v1/tenants")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"))
                .body("detail", containsString("Content-Encoding"));
        operator()
                .header("Content-Encoding", "utf-8") // which some take for a charset's place
                .body("{}")
                .post("/admin/v1/tenants")
                .then()
                .statusCode(400);
        operator()
                .header("Content-Encoding", "gzip")
                .get("/admin/v1/tenants")
                .then()
                .statusCode(200);
    }
}
