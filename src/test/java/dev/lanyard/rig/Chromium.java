package dev.lanyard.rig;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by Playwright, which downloads no browser of its own. */
public final class Chromium implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new AssertionError(
                    EXECUTABLE
                            + " is missing. Install Debian's chromium: apt-get install chromium");
        }
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(EXECUTABLE)
                                        .setArgs(QUIET));
    }

    /** A browser of its own: no cookies yet. */
    public BrowserContext visitor() {
        return browser.newContext();
    }

    /** One with a window of that size. */
    public BrowserContext visitor(int width, int height, boolean dark, String language) {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setLocale(language)
                        .setColorScheme(
                                dark
                                        ? com.microsoft.playwright.options.ColorScheme.DARK
                                        : com.microsoft.playwright.options.ColorScheme.LIGHT));
    }

    /** One that runs no scripts, on a phone, in the dark. */
    public BrowserContext plainPhone() {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setJavaScriptEnabled(false)
                        .setViewportSize(390, 844)
                        .setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
    }

    /**
     * One of this width.
     *
     * @param width of its window, in CSS pixels
     * @param dark whether its user likes pages dark
     */
    public BrowserContext window(int width, boolean dark) {
        return browser.newContext(
                new Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setColorScheme(
                                dark
                                        ? com.microsoft.playwright.options.ColorScheme.DARK
                                        : com.microsoft.playwright.options.ColorScheme.LIGHT));
    }

    /** Saves what the page looks like below {@code target/screenshots/}. */
    public static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
