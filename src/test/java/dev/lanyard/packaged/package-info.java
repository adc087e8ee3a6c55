/**
 * What is proved from outside: the packaged application as processes, reached over HTTP alone by
 * the machinery of {@code rig}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanyard.packaged;
