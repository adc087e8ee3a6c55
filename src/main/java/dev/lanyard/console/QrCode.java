package dev.lanyard.console;

/**
 * A link as phones read it from a screen.
 *
 * @param path of an SVG path element, a unit for each module
 * @param size modules of one side, the quiet zone included
 */
public record QrCode(String path, int size) {
    private static final int QUIET_ZONE = 4;

    /** Drawn by nayuki's QR code generator, which corrects up to 15 % of it. */
    public static QrCode of(String text) {
        io.nayuki.qrcodegen.QrCode code =
                io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET_ZONE)
                            .append(' ')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrCode(path.toString(), code.size + 2 * QUIET_ZONE);
    }

    @Override
    public String toString() {
        return "QrCode[" + size + "]"; // the link in it is a secret
    }
}
