package dev.lanyard.notify.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells the public internet's addresses: what the IANA special-purpose registries (RFC 6890) leave
 * over, without the addresses that stand for an IPv4 address.
 */
final class PublicAddress {
    private static final List<Block> GLOBAL_IPV6 = blocks("2000::/3");

    private static final List<Block> SPECIAL =
            blocks(
                    "0.0.0.0/8", // unspecified, "this network"
                    "10.0.0.0/8",
                    "100.64.0.0/10", // carrier-grade NAT, and a cloud's metadata
                    "127.0.0.0/8",
                    "168.63.129.16/32", // a cloud's metadata
                    "169.254.0.0/16", // link-local, and most clouds' metadata
                    "172.16.0.0/12",
                    "192.0.0.0/24", // protocol assignments, and a cloud's metadata
                    "192.0.2.0/24",
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // protocol assignments, Teredo
                    "2001:db8::/32",
                    "2002::/16", // 6to4
                    "3fff::/20");

    private PublicAddress() {}

    /**
     * Whether anybody on the internet could mean this address. An IPv4-mapped IPv6 address is the
     * IPv4 address; other notations of IPv4 in IPv6 (compatible, NAT64, 6to4, Teredo) are not
     * public.
     */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean possible = bytes.length == 4 || any(GLOBAL_IPV6, bytes);
        return possible && !any(SPECIAL, bytes);
    }

    private static boolean any(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... cidrs) {
        return Arrays.stream(cidrs).map(Block::of).toList();
    }

    /** Addresses that share their first bits. */
    private record Block(byte[] prefix, int bits) {
        static Block of(String cidr) {
            String[] parts = cidr.split("/");
            try {
                return new Block(
                        InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(cidr, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff << (8 - bits % 8) & 0xff;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (mask == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }
}
