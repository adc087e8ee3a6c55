package dev.lanyard.tenant.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key scopes that a resource method asks for: any one of those listed. A method below {@code
 * /v1} without it is refused.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {
    /** Any one of these is enough. */
    Scope[] value();
}
