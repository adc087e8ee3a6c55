package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;

/** Addresses that attackers ask to be sent back to. */
public final class ReturnUrlSamples {
    public static final List<String> PREFIXES =
            List.of("https://ok.example/app", "http://localhost:3000");

    /** None of these is below a prefix. */
    public static final List<String> REFUSED =
            List.of(
                    "",
                    " ",
                    "/app",
                    "//evil.example/app",
                    "//ok.example/app",
                    "https:",
                    "https:/ok.example/app",
                    "https:///ok.example/app",
                    "https:ok.example/app",
                    "https://",
                    "https://ok.example",
                    "https://ok.example/",
                    "https://ok.example/application",
                    "https://ok.example/app%2f",
                    "https://ok.example/APP",
                    "https://ok.example/%61pp",
                    "http://ok.example/app",
                    "https://ok.example:8443/app",
                    "https://ok.example:80/app",
                    "https://ok.example:/app",
                    "https://ok.example:0/app",
                    "https://ok.example:99999/app",
                    "https://ok.example:443x/app",
                    "https://ok.example:+443/app",
                    "https://ok.example./app",
                    "https://ok.example..evil.example/app",
                    "https://ok.example.evil.example/app",
                    "https://evil-ok.example/app",
                    "https://sub.ok.example/app",
                    "https://ok@evil.example/app",
                    "https://ok.example@evil.example/app",
                    "https://ok.example:pw@evil.example/app",
                    "https://user@ok.example/app",
                    "https://@ok.example/app",
                    "https://ok.example%40evil.example/app",
                    "https://ok.example%2eevil.example/app",
                    "https://ok.example\\@evil.example/app",
                    "https://ok.example\\evil/app",
                    "https:\\\\ok.example\\app",
                    "https://evil.example\\.ok.example/app",
                    "https://ok.example/app\\..\\x",
                    "https://ok.example/app/../x",
                    "https://ok.example/app/..",
                    "https://ok.example/app/.",
                    "https://ok.example/app/./x",
                    "https://ok.example/app/..;/x",
                    "https://ok.example/app/%2e%2e/x",
                    "https://ok.example/app/%2E%2E/x",
                    "https://ok.example/app/.%2e/x",
                    "https://ok.example/app/%2fx",
                    "https://ok.example/app/%5cx",
                    "https://ok.example/app/%5Cx",
                    "https://ok.example/app/%0d%0aSet-Cookie:x",
                    "https://ok.example/app?x=%0D%0ALocation:evil",
                    "https://ok.example/app/%00",
                    "https://ok.example/app/%7f",
                    "https://ok.example/app\r\nX: y",
                    "https://ok.example/app\t",
                    "https://ok.example/ap\tp",
                    "https://ok.exam\nple/app",
                    "\u0000https://ok.example/app",
                    " https://ok.example/app",
                    "https://ok.example/app ",
                    "https://ok.example/app#done",
                    "https://ok.example/app#",
                    "https://ok.example/app/\u202egpj",
                    "https://ok.example/äpp",
                    "https://оk.example/app",
                    "https://ok。example/app",
                    "https://ok.example\uff0fapp",
                    "https://ⓞk.example/app",
                    "https://xn--k-emb.example/app",
                    "https://[::1]/app",
                    "https://[ok.example]/app",
                    "https://ok_.example/app",
                    "https://ok.example/app/%",
                    "https://ok.example/app/%zz",
                    "https://ok.example/app/<script>",
                    "https://ok.example/app?x=\"",
                    "javascript:alert(1)",
                    "javascript://ok.example/app",
                    "data:text/html,x",
                    "ftp://ok.example/app",
                    "wss://ok.example/app",
                    "https+x://ok.example/app",
                    "view-source:https://ok.example/app",
                    "http://localhost",
                    "http://localhost:3001/",
                    "http://127.0.0.1:3000/",
                    "http://localhost.:3000/");

    /** What addresses that parsers read differently are made of. */
    private static final List<String> PARTS =
            List.of(
                    "https:",
                    "http:",
                    "//",
                    "/",
                    "\\",
                    "@",
                    ":",
                    "443",
                    "ok.example",
                    "evil.example",
                    "app",
                    ".",
                    "..",
                    "%2e",
                    "%2f",
                    "%5c",
                    "%40",
                    "#",
                    "?",
                    ";",
                    "%0a",
                    "\n",
                    "ä",
                    "[",
                    "]",
                    "[::1]");

    private ReturnUrlSamples() {}

    /** An address of such parts; most are nonsense, some begin as the first prefix does. */
    public static String puttingTogether(Random random) {
        StringBuilder url =
                new StringBuilder(random.nextInt(3) == 0 ? "" : "https://ok.example/app");
        for (int part = random.nextInt(7); part >= 0; part--) {
            url.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return url.toString();
    }

    /** A parser other than ours reads it as an address below the first prefix. */
    public static void assertBelowAPrefix(String url) {
        URI uri = URI.create(url).normalize();
        assertThat(uri.getScheme()).isEqualTo("https");
        assertThat(uri.getAuthority()).isIn("ok.example", "ok.example:443");
        assertThat(uri.getPath()).matches("/app(/.*)?");
    }
}
