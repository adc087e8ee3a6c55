package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireDumpTest {
    @Test
    void putsTogetherWhatNettyLogsInLines() {
        String sent = "POST /token HTTP/1.1\r\n\r\nrefresh_token=a-word-longer-than-a-line";
        String logged =
                "WRITE: 64B\n"
                        + ByteBufUtil.prettyHexDump(
                                Unpooled.copiedBuffer(sent, StandardCharsets.UTF_8));

        assertThat(logged).doesNotContain("longer-than-a-line");
        assertThat(WireDump.text(logged)).isEqualTo(sent);
        assertThat(WireDump.text(logged.replace("\n", "\\n"))).as("in JSON").isEqualTo(sent);
    }
}
