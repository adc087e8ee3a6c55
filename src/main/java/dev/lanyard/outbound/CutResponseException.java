package dev.lanyard.outbound;

import dev.lanyard.outbound.OutboundClient.Reply;
import java.io.IOException;

/**
 * The connection ended in the middle of a response. What had come may hold all that matters: its
 * length was told wrong, or only the end of its framing is lacking.
 */
public final class CutResponseException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Reply received;

    /**
     * A response that ended too early.
     *
     * @param received as far as it came
     */
    public CutResponseException(String why, Reply received) {
        super(why);
        this.received = received;
    }

    /** What there is of it. */
    public Reply received() {
        return received;
    }
}
