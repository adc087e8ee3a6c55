package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import dev.lanyard.notify.call.WebhookSecret;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;

/** A tenant's address for its events. */
@Entity
@DynamicUpdate
@Table(name = "webhook")
@IdClass(TenantKey.class)
class Webhook implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    private String url;
    private String[] events;

    @Column(updatable = false)
    private byte[] secret;

    private String status = "active";

    @Generated
    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "now()")
    @Column(name = "updated_at")
    private OffsetDateTime updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Webhook() {}

    /**
     * A new one.
     *
     * @param sealed its secret; {@link WebhookSecret#open} opens it
     */
    @SuppressWarnings("NullAway.Init") // the times are the database's
    Webhook(TenantKey key, WebhookInput.WebhookFields read, byte[] sealed) {
        this.tenantId = key.tenantId();
        this.id = key.id();
        this.url = "";
        this.events = new String[0];
        this.secret = sealed;
        change(read);
    }

    /** Changes what was asked for. */
    void change(WebhookInput.WebhookFields change) {
        url = change.url() == null ? url : change.url();
        events = change.events() == null ? events : change.events();
        status = change.status() == null ? status : change.status();
    }

    String tenantId() {
        return tenantId;
    }

    String id() {
        return id;
    }

    String url() {
        return url;
    }

    List<String> events() {
        return List.of(events);
    }

    byte[] secret() {
        return secret;
    }

    String status() {
        return status;
    }

    OffsetDateTime createdAt() {
        return createdAt;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }

    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
