package dev.lanyard.connection.transfer;

import org.jspecify.annotations.Nullable;

/**
 * One line of an upload.
 *
 * @param number from 1
 * @param text without its end; null: not to be read
 * @param fault what is wrong with it as a line, for people; null: nothing
 */
record UploadedLine(long number, byte @Nullable [] text, @Nullable String fault) {

    @Override
    public String toString() {
        return "UploadedLine[" + number + "]";
    }
}
