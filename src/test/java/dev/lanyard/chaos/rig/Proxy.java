package dev.lanyard.chaos.rig;

import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * Stands between one replica and the provider's token endpoint, over TLS as in earnest: what breaks
 * within the handshake is provably not sent. Each connection carries one request, as Lanyard's do.
 */
public final class Proxy implements AutoCloseable {
    private final int replica;
    private final URI provider;
    private final Certificate certificate;
    private final Traffic traffic;
    private final int port = TestDatabase.freePort();
    private volatile ServerSocket door = open();

    /**
     * @param replica whose connections these are, from 1
     */
    Proxy(int replica, URI provider, Certificate certificate, Traffic traffic) {
        this.replica = replica;
        this.provider = provider;
        this.certificate = certificate;
        this.traffic = traffic;
    }

    URI tokenEndpoint() {
        return URI.create("https://localhost:" + port + ProviderEntry.TOKEN_ENDPOINT);
    }

    private ServerSocket open() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            daemon("proxy-" + port, () -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are refused by the operating system until {@link #admit}. */
    public void refuse() {
        close();
    }

    public void admit() {
        door = open();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon("passage-" + port, () -> serve(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (Passage passage = new Passage(client, certificate, traffic, replica)) {
            passage.carry(provider);
        } catch (IOException e) {
            // the replica or the provider is gone: that is what this is for
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
