/**
 * The operator's console, on the management port: how all tenants fare. Reads over all tenants, the
 * one room that does so for people; changes nothing. Nobody calls it.
 */
package dev.lanyard.console.operator;
