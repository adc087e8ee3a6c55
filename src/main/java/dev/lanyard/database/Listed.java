package dev.lanyard.database;

import dev.lanyard.api.PageRequest;

/** An entity that is shown in lists. */
public interface Listed {
    /** Where it stands in them. */
    PageRequest.Position position();
}
