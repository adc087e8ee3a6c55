package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes as they come, taken apart into lines. */
class LineSplitterTest {
    private final List<UploadedLine> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> texts() {
        return lines.stream()
                .map(
                        line ->
                                line.number()
                                        + ":"
                                        + (line.text() == null
                                                ? line.fault()
                                                : new String(line.text(), StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void anEmptyLineIsCountedAndLeftOutAndTheLastNeedsNoEnd() {
        splitter.add(bytes("a\n\n \t\r\nb\r\nc"));
        splitter.end();

        assertThat(texts()).containsExactly("1:a", "4:b\r", "5:c");
    }

    @Test
    void aLineMayHave64KiBAndNoByteMore() {
        String longest = "x".repeat(LineSplitter.LONGEST);
        splitter.add(bytes(longest + "\n" + longest + "\r\n" + longest + "y\n"));
        for (int i = 0; i < 1000; i++) {
            splitter.add(bytes("z".repeat(1000)));
        }
        splitter.add(bytes("\nlast\n"));
        splitter.end();

        assertThat(lines.stream().map(UploadedLine::number).toList())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(lines.get(0).text()).hasSize(LineSplitter.LONGEST);
        assertThat(lines.get(1).fault()).isNull();
        assertThat(lines.get(2).fault()).isEqualTo(LineSplitter.TOO_LONG);
        assertThat(lines.get(3).fault()).isEqualTo(LineSplitter.TOO_LONG);
        assertThat(lines.get(4).text()).isEqualTo(bytes("last"));
    }

    @Test
    void aCutSaysSoInTheEndWhateverHadBegun() {
        splitter.add(bytes("a\nhalf"));
        splitter.cut("is cut");

        assertThat(texts()).containsExactly("1:a", "2:is cut");
    }

    /** However the bytes are divided, the lines are the same. */
    @Test
    void theLinesDoNotDependOnHowTheBytesCome() {
        Random random = new Random(14);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int n = random.nextInt(30); n > 0; n--) {
                byte[] part = new byte[random.nextInt(40)];
                random.nextBytes(part);
                all.writeBytes(part);
                all.write(random.nextBoolean() ? '\n' : ' ');
            }
            lines.clear();
            LineSplitter whole = new LineSplitter(lines::add);
            whole.add(all.toByteArray());
            whole.end();
            List<String> expected = texts();
            lines.clear();
            LineSplitter parted = new LineSplitter(lines::add);
            byte[] rest = all.toByteArray();
            while (rest.length > 0) {
                int size = 1 + random.nextInt(Math.min(7, rest.length));
                parted.add(Arrays.copyOf(rest, size));
                rest = Arrays.copyOfRange(rest, size, rest.length);
            }
            parted.end();
            assertThat(texts()).isEqualTo(expected);
        }
    }
}
