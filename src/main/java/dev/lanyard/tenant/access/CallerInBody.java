package dev.lanyard.tenant.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method below {@code /v1} whose caller's credential is in the body: it asks
 * {@link CallerAdmission} itself, before anything else.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CallerInBody {
    /** The one address below {@code /v1} at which a POST needs no {@code Authorization}. */
    String PATH = "/v1/token";
}
