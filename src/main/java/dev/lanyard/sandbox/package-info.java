/**
 * A stand-in for Bitbucket Cloud with its habits and its faults, mounted in dev, test and test mode
 * ({@code LANYARD_SANDBOX}) and absent otherwise. It is a provider like any other: no room knows
 * it, and it knows no room but {@code problem}.
 *
 * <p>Its control API and its pages ask for no authentication: whoever reaches a test mode may
 * arrange the test. They read and write the {@code sandbox_*} tables only, which hold no tenant
 * data, and tokens as hashes. State is in PostgreSQL, because any replica may be asked.
 */
package dev.lanyard.sandbox;
