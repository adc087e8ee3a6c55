package dev.lanyard.chaos.rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocket;

/** One connection through the proxy, by its {@link Fate}. */
final class Passage implements AutoCloseable {
    private final Socket client;
    private final Certificate certificate;
    private final Traffic traffic;
    private final int replica;
    private final int number;

    Passage(Socket client, Certificate certificate, Traffic traffic, int replica) {
        this.client = client;
        this.certificate = certificate;
        this.traffic = traffic;
        this.replica = replica;
        this.number = traffic.next();
    }

    void carry(URI provider) throws IOException {
        Fate fate = traffic.fate(number);
        reached(Moment.CONNECTED);
        if (fate == Fate.RESET_BEFORE) {
            reset();
            return;
        }
        SSLSocket secure = certificate.serve(client);
        byte[] request = Message.read(secure.getInputStream());
        reached(Moment.SENT);
        if (fate == Fate.LOST_REQUEST) {
            reset();
            return;
        }
        byte[] answer = ask(provider, request);
        reached(Moment.ANSWERED);
        if (answer(secure, answer, fate)) {
            reached(Moment.PASSED_ON);
        }
    }

    private static byte[] ask(URI provider, byte[] request) throws IOException {
        try (Socket socket = new Socket(provider.getHost(), provider.getPort())) {
            socket.getOutputStream().write(request);
            InputStream answer = socket.getInputStream();
            return Message.read(answer);
        }
    }

    /** False: not the whole of it. */
    private boolean answer(SSLSocket secure, byte[] answer, Fate fate) throws IOException {
        switch (fate) {
            case DROPPED_ANSWER -> secure.close();
            case CUT_ANSWER -> {
                secure.getOutputStream().write(answer, 0, answer.length / 2);
                reset();
            }
            default -> {
                if (fate == Fate.DELAYED_ANSWER) {
                    Pause.of(traffic.delay());
                }
                secure.getOutputStream().write(answer);
                return true;
            }
        }
        return false;
    }

    private void reached(Moment moment) {
        traffic.reached(new Step(moment, replica, number));
    }

    /** RST instead of FIN. */
    private void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
