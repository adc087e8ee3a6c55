/**
 * A stand-in for Bitbucket with its habits and its faults, mounted in dev, test and test mode. It
 * is a provider like any other: no room knows it, and it knows no room but {@code problem}.
 */
package dev.lanyard.sandbox;
