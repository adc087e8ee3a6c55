/**
 * Test mode in the tenant's console, where the sandbox is switched on: a sandbox profile in two
 * clicks, what is to go wrong, and what the end user will see of it. Nobody calls it.
 */
package dev.lanyard.console.testmode;
