package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class UsedPortsTest {

    @Test
    void findsOneThatSomebodyListensAt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(UsedPorts.isUsed(other.getLocalPort())).isTrue();
        }
    }

    @Test
    void findsNoneThatNobodyListensAt() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0)) {
            port = other.getLocalPort();
        }

        assertThat(UsedPorts.isUsed(port)).isFalse();
    }
}
