package dev.lanyard.provider.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrandColorTest {
    private static final BrandColor DARK_PAGE = new BrandColor(0x11151d);

    /** Corners, greys, and some thousand in between. */
    private static Stream<BrandColor> colors() {
        Random random = new Random(7);
        IntStream corners = IntStream.of(0, 0xffffff, 0xff0000, 0xff00, 0xff, 0xffff00, 0xffd400);
        IntStream greys = IntStream.range(0, 256).map(value -> value * 0x10101);
        return Stream.of(corners, greys, random.ints(5_000, 0, 0x1000000))
                .flatMap(IntStream::boxed)
                .map(BrandColor::new);
    }

    @Test
    void whateverTheColourTextCanBeReadOnItAndInIt() {
        assertThat(colors())
                .allSatisfy(
                        color -> {
                            assertThat(color.contrast(color.ink())).isGreaterThan(4.5);
                            for (BrandColor light :
                                    new BrandColor[] {
                                        BrandColor.LIGHT_PAGE, BrandColor.LIGHT_CARD
                                    }) {
                                assertThat(color.onLight().contrast(light))
                                        .isGreaterThanOrEqualTo(BrandColor.TEXT);
                            }
                            for (BrandColor dark :
                                    new BrandColor[] {DARK_PAGE, BrandColor.DARK_CARD}) {
                                assertThat(color.onDark().contrast(dark))
                                        .isGreaterThanOrEqualTo(BrandColor.TEXT);
                            }
                        });
    }

    @Test
    void aColourThatIsStrongEnoughStaysAsItIs() {
        assertThat(new BrandColor(0x2f55d4).onLight().text()).isEqualTo("#2f55d4");
        assertThat(new BrandColor(0x8ea8ff).onDark().text()).isEqualTo("#8ea8ff");
        assertThat(new BrandColor(0x2f55d4).rules())
                .contains("--accent:#2f55d4;--button:#2f55d4;--button-text:#ffffff");
    }

    @Test
    void aFaintButtonHasALine() {
        assertThat(new BrandColor(0xffd400).rules())
                .contains("--button:#ffd400;--button-text:#000000")
                .doesNotContain("--button-line:#ffd400}\n@media");
    }

    /** WCAG's own examples. */
    @Test
    void knowsContrast() {
        assertThat(BrandColor.WHITE.contrast(BrandColor.BLACK)).isCloseTo(21, within(0.001));
        assertThat(new BrandColor(0x767676).contrast(BrandColor.WHITE))
                .isCloseTo(4.54, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#fff",
                "2f55d4",
                "#2f55d4ff",
                "#2f55dg",
                "red",
                "#2f55d4;}",
                "rgb(0,0,0)",
                "#\u0661\u0661\u0661\u0661\u0661\u0661"
            })
    void isNothingElse(String text) {
        assertThat(BrandColor.parse(text)).isEmpty();
    }

    /** What it is told from must be what pages have. */
    @Test
    void knowsThePagesColours() throws IOException {
        String style = Files.readString(Path.of("src/main/resources/connect-assets/lanyard.css"));

        assertThat(style)
                .contains("--page: " + BrandColor.LIGHT_PAGE.text())
                .contains("--card: " + BrandColor.LIGHT_CARD.text())
                .contains("--page: " + DARK_PAGE.text())
                .contains("--card: " + BrandColor.DARK_CARD.text());
    }
}
