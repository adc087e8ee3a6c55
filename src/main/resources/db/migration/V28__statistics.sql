-- Tables whose rows come and go by the second are looked at sooner than after a tenth of them has changed: a queue that was
-- empty when it was last looked at is read by an index that does not lead to one row. The settings lock nothing out, and are
-- safe while the previous version serves.
ALTER TABLE webhook_delivery SET (autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 200, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE event SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
ALTER TABLE connect_session SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
ALTER TABLE connect_session_step SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
ALTER TABLE authorization_request SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
ALTER TABLE waiting_grant SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
ALTER TABLE revocation SET (autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 200, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE token_set SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200);
