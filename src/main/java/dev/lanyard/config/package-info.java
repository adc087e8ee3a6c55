/** What an operator sets, by environment. Calls no room. */
package dev.lanyard.config;
