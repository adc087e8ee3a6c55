package dev.lanyard.tenant.access;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The request's own note of what the audit log is to say about it. */
@RequestScoped
public class AuditTrail {
    private @Nullable Actor actor;
    private @Nullable String action;
    private boolean written;
    private boolean reading;

    void begin(Actor actor) {
        this.actor = actor;
    }

    /** Who calls; null: nobody whose name is known. */
    @Nullable
    public Actor actor() {
        return actor;
    }

    /**
     * Names what this request does, where its method and path do not tell.
     *
     * @param name of the same kind of object: {@code connector_profile.secret_changed}
     */
    public void call(String name) {
        this.action = name;
    }

    /** The name given; null: as method and path tell. */
    @Nullable
    public String action() {
        return action;
    }

    /**
     * Who calls.
     *
     * @throws IllegalStateException nobody whose name is known
     */
    public Actor caller() {
        if (actor == null) {
            throw new IllegalStateException("no actor: the resource is not below /v1 or /admin/v1");
        }
        return actor;
    }

    /** The caller, for an entry that is written with the change itself: none is added after it. */
    public Actor takeOver() {
        written = true;
        return caller();
    }

    /** Whatever its method, this request changes nothing: it is recorded as what reads is. */
    public void readOnly() {
        reading = true;
    }

    public boolean isReading() {
        return reading;
    }

    public boolean isWritten() {
        return written;
    }
}
