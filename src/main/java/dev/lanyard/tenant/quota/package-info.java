/** How much a tenant, a key and a client's network may ask for, at one replica. */
package dev.lanyard.tenant.quota;
