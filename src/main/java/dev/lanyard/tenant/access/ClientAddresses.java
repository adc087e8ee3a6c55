package dev.lanyard.tenant.access;

import dev.lanyard.config.Config;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Finds the address that a request comes from. {@code X-Forwarded-For} is believed of trusted
 * proxies only, and read from its end: a proxy adds there whom it saw, and what stands before was
 * written by that one. So the address is the last that no trusted proxy has. (Quarkus' own reading
 * takes the first, which any client may write.)
 */
@ApplicationScoped
public class ClientAddresses {
    private static final String UNKNOWN = "unknown";

    private final List<IpSubnetFilterRule> trusted;

    @Inject
    ClientAddresses(Config config) {
        this(config.trustedProxies().orElse(List.of()));
    }

    /**
     * With these trusted proxies.
     *
     * @throws IllegalArgumentException naming what is neither an address nor a network
     */
    public ClientAddresses(List<String> trusted) {
        this.trusted = trusted.stream().map(ClientAddresses::network).toList();
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
        if (address == null) {
            throw new IllegalArgumentException(text + " is neither an address nor a network");
        }
        int bits = address.getAddress().length * Byte.SIZE;
        return new IpSubnetFilterRule(
                address,
                parts.length == 1 ? bits : prefix(text, parts[1], bits),
                IpFilterRuleType.ACCEPT);
    }

    private static int prefix(String text, String length, int most) {
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
            throw new IllegalArgumentException(text + " is neither an address nor a network");
        }
        return Integer.parseInt(length);
    }

    /** Whose key a request carries, and from where. */
    public Actor actor(Caller caller, HttpServerRequest request) {
        return new Actor(caller.type(), caller.keyId(), of(request), caller.token());
    }

    /** The operator, and from where. */
    Actor operator(HttpServerRequest request) {
        return new Actor(Actor.Type.OPERATOR, null, of(request));
    }

    /** The client's address as text, without port. */
    public String of(HttpServerRequest request) {
        // of the connection: the request's own address is Quarkus' reading of the forwarding fields
        SocketAddress remote = request.connection().remoteAddress();
        String peer = remote == null ? null : remote.hostAddress();
        return trusted.isEmpty()
                ? peer == null ? UNKNOWN : peer
                : of(peer == null ? UNKNOWN : peer, request.headers().getAll("X-Forwarded-For"));
    }

    /**
     * The client's address.
     *
     * @param peer who opened the connection
     * @param forwardedFor the header fields, in order
     */
    String of(String peer, List<String> forwardedFor) {
        String[] hops = String.join(",", forwardedFor).split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            InetAddress hop = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop.getHostAddress();
        }
        return client;
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed != null
                && trusted.stream()
                        .anyMatch(rule -> rule.matches(new InetSocketAddress(parsed, 0)));
    }
}
