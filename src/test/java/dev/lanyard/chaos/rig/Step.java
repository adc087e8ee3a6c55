package dev.lanyard.chaos.rig;

/**
 * A connection to the provider has got so far.
 *
 * @param replica whose it is, from 1
 * @param connection its number, over all replicas
 */
public record Step(Moment moment, int replica, int connection) {}
