package dev.lanyard.provider.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.support.Images;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrandLogoTest {

    @ParameterizedTest
    @CsvSource({"png", "jpeg", "webp"})
    void takesAnImageOfEachKind(String kind) {
        byte[] image = Images.of(kind);

        BrandLogo logo = BrandLogo.parse(Images.url("image/" + kind, image));

        assertThat(logo.mediaType()).isEqualTo("image/" + kind);
        assertThat(logo.image()).isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource({"png", "jpeg", "webp"})
    void readsTheSizeOfEachKind(String kind) {
        byte[] image = Images.of(kind);

        LogoFormat.Size size = LogoFormat.of(image).orElseThrow().size(image);

        assertThat(size).isEqualTo(new LogoFormat.Size(Images.WIDTH, Images.HEIGHT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://evil.example/logo.png                         | data: URL
                    data:image/png,abc                                    | data: URL
                    data:image/svg+xml;base64,PHN2ZyB4bWxucz0iIi8+PHN2Zz4 | PNG, JPEG or WebP
                    data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA= | PNG, JPEG or WebP
                    data:image/png;base64,                                | PNG, JPEG or WebP
                    data:image/png;base64,****                            | base64
                    data:text/html;base64,PGh0bWw+                        | PNG, JPEG or WebP
                    """)
    void refusesWhatIsNone(String url, String why) {
        assertThatThrownBy(() -> BrandLogo.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesAnImageThatSaysItIsAnother() {
        assertThatThrownBy(() -> BrandLogo.parse(Images.url("image/jpeg", Images.of("png"))))
                .hasMessageContaining("image/png");
        assertThatThrownBy(() -> BrandLogo.parse(Images.url("text/html", Images.of("png"))))
                .hasMessageContaining("image/png");
    }

    @Test
    void refusesWhatIsTooLargeInBytesOrInPixels() {
        byte[] large = Arrays.copyOf(Images.of("png"), BrandLogo.MAX_BYTES + 1);
        byte[] bomb = Images.of("png");
        bomb[16] = 1; // 16 million pixels wide

        assertThatThrownBy(() -> BrandLogo.parse(Images.url("image/png", large)))
                .hasMessageContaining("24576 characters");
        assertThatThrownBy(() -> BrandLogo.of(large)).hasMessageContaining("18432 bytes");
        assertThatThrownBy(() -> BrandLogo.of(bomb)).hasMessageContaining("2048 pixels");
    }

    /** Whatever is cut or changed, it is taken or refused, and never fails otherwise. */
    @Test
    void readsAnyBytes() {
        Random random = new Random(11);
        for (int turn = 0; turn < 30_000; turn++) {
            byte[] image = Images.of(Images.KINDS.get(turn % Images.KINDS.size()));
            byte[] cut = Arrays.copyOf(image, random.nextInt(image.length + 1));
            for (int change = random.nextInt(4); change > 0 && cut.length > 0; change--) {
                cut[random.nextInt(cut.length)] = (byte) random.nextInt();
            }
            String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(cut);
            try {
                assertThat(BrandLogo.parse(url).image()).isEqualTo(cut);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("must ");
            }
        }
    }
}
