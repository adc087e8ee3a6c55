/**
 * What is refused before the router sees it: connections that are slow or idle, requests that are
 * not HTTP/1. May call {@code http} and {@code problem}.
 */
package dev.lanyard.ingress;
