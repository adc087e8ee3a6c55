package dev.lanyard.chaos;

/**
 * A connection to the provider has got so far.
 *
 * @param replica whose it is, from 1
 * @param connection its number, over all replicas
 */
record Step(Moment moment, int replica, int connection) {}
