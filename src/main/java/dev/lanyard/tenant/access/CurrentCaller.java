package dev.lanyard.tenant.access;

import dev.lanyard.runtime.LogFields;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * The caller of this request, set by the authenticating filter before any resource below {@code
 * /v1} runs.
 */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    void set(Caller caller) {
        this.caller = caller;
        LogFields.tenant(caller.tenantId());
    }

    /** The caller. */
    public Caller get() {
        if (caller == null) {
            throw new IllegalStateException("no caller: the resource is not below /v1");
        }
        return caller;
    }

    /** The caller's tenant. */
    public String tenantId() {
        return get().tenantId();
    }
}
