package dev.lanyard.database;

import java.io.Serializable;

/** A primary key that begins with the tenant: the identifier class of an entity. */
public interface OwnedKey extends Serializable {
    /** The owner, {@code ten_…}. */
    String tenantId();
}
