-- What the application's role may do, table by table: the one list, applied after every migration. A table that is not on it is
-- closed to the application, and RightsTest says so. Where one role does both, there is nothing to grant.
-- What goes by ON DELETE CASCADE needs no DELETE; SELECT … FOR UPDATE needs UPDATE.

DO $rights$
DECLARE
    app text := nullif(current_setting('lanyard.application_user', true), '');
    schema text := '${flyway:defaultSchema}';
    rights record;
BEGIN
    IF app IS NULL OR app = current_user THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('lanyard rights'));    -- replicas may start at once
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, app);
    FOR rights IN SELECT * FROM (VALUES
        ('${flyway:table}',           'SELECT'),
        ('tenant',                    'SELECT, INSERT, UPDATE, DELETE'),
        ('vault_key',                 'SELECT, INSERT'),
        ('data_key',                  'SELECT, INSERT, UPDATE'),
        ('vault_rotation',            'SELECT, INSERT, UPDATE'),
        ('api_key',                   'SELECT, INSERT, UPDATE (last_used_at), DELETE'),
        ('workload_identity',         'SELECT, INSERT, UPDATE (last_used_at), DELETE'),
        ('connector_profile',         'SELECT, INSERT, UPDATE, DELETE'),
        ('profile_logo',              'SELECT, INSERT, DELETE'),
        ('connection',                'SELECT, INSERT, UPDATE, DELETE'),
        ('connection_shown',          'SELECT'),
        ('token_set',                 'SELECT, INSERT, UPDATE'),
        ('refresh_hour',              'SELECT, INSERT, UPDATE, DELETE'),
        ('connection_alias',          'SELECT, INSERT'),
        ('imported_token',            'SELECT, INSERT, UPDATE, DELETE'),
        ('profile_pace',              'SELECT, INSERT, UPDATE'),
        ('token_request_place',       'SELECT, INSERT, UPDATE'),
        ('revocation',                'SELECT, INSERT, UPDATE, DELETE'),
        ('connect_session',           'SELECT, INSERT, UPDATE, DELETE'),
        ('authorization_request',     'SELECT, INSERT, UPDATE, DELETE'),
        ('waiting_grant',             'SELECT, INSERT, UPDATE, DELETE'),
        ('connect_session_step',      'SELECT, INSERT'),
        ('event',                     'SELECT, INSERT, DELETE'),
        ('webhook',                   'SELECT, INSERT, UPDATE, DELETE'),
        ('webhook_delivery',          'SELECT, INSERT, UPDATE, DELETE'),
        ('audit_log',                 'SELECT, INSERT (tenant_id, actor_type, actor_id, action, object_type, object_id,'
                                      ' outcome, address, detail, count, actor_token)'),
        ('audit_chain',               'SELECT'),
        ('sandbox_consumer',          'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_rate',              'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_fault',             'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_consent',           'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_code',              'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_grant',             'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_refresh_token',     'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_access_token',      'SELECT, INSERT, UPDATE, DELETE'),
        ('sandbox_presentation',      'SELECT, INSERT, UPDATE, DELETE')
    ) AS listed (name, granted) LOOP
        EXECUTE format('REVOKE ALL ON %I.%I FROM %I', schema, rights.name, app);
        EXECUTE format('GRANT %s ON %I.%I TO %I', rights.granted, schema, rights.name, app);
    END LOOP;
    -- These run with the rights of their owner, and are for the application alone.
    FOR rights IN SELECT * FROM (VALUES
        ('chain_audit_log(int)'), ('expire_audit_log(interval, int)'), ('erase_audit_log(text)')) AS listed (name) LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I.%s FROM PUBLIC', schema, rights.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I.%s TO %I', schema, rights.name, app);
    END LOOP;
END $rights$;
