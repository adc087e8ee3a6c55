package dev.lanyard.tenant.quota;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.util.HexFormat;

/** The name by which clients of one network are counted together. */
public final class ClientNetwork {
    private ClientNetwork() {}

    /**
     * Whoever has one IPv6 address has 2^64 of them.
     *
     * @param address as text, without port
     */
    public static String of(String address) {
        Inet6Address wide = address.indexOf(':') < 0 ? null : NetUtil.getByName(address, false);
        return wide == null ? address : HexFormat.of().formatHex(wide.getAddress(), 0, Long.BYTES);
    }
}
