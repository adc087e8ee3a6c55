/**
 * What {@code quarkus:dev} adds: a demo tenant, a welcome on the console and the two pages of the
 * demo. It uses Lanyard as a tenant's app does, over HTTP, and knows no room; no room knows it. No
 * other profile has its beans.
 */
package dev.lanyard.demo;
