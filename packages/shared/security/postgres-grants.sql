-- What each app may do in the database: applied by `npm run provision -- --grants`, safe to run again, after every migration.
-- Roles are made without a password and cannot log in before they have one: ALTER ROLE hansard_ingress PASSWORD '…'.
-- The role that owns the schemas (that of provisioning) may do everything; people who administer use that one or hansard_cli.
DO $$
DECLARE app text;
BEGIN
  FOREACH app IN ARRAY ARRAY['ingress', 'verifier', 'deduper', 'transcript_processor', 'merger', 'recorder', 'cli'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hansard_' || app) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 200', 'hansard_' || app);
    END IF;
    -- Nothing remains of what an earlier version granted.
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA core, mcp, meetings FROM %I', 'hansard_' || app);
    EXECUTE format('REVOKE ALL ON SCHEMA core, mcp, meetings FROM %I', 'hansard_' || app);
  END LOOP;
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA core FROM PUBLIC;

-- Every change of the directory moves its version, whoever makes it: the trigger runs as the owner, so nobody needs to write there.
ALTER FUNCTION core.directory_changed() SECURITY DEFINER SET search_path = pg_catalog, core;

-- The directory, for those that recognise deliveries: every column of core.integrations but the API credentials.
DO $$
DECLARE columns text;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', ') INTO columns FROM information_schema.columns
    WHERE table_schema = 'core' AND table_name = 'integrations' AND column_name NOT LIKE 'credentials%';
  EXECUTE format('GRANT SELECT (%s) ON core.integrations TO hansard_ingress, hansard_verifier, hansard_recorder', columns);
END $$;
GRANT USAGE ON SCHEMA core TO hansard_ingress, hansard_verifier, hansard_transcript_processor, hansard_recorder, hansard_cli;
GRANT SELECT ON core.integration_secrets, core.workspace_members, core.workspace_domains, core.directory_version
  TO hansard_ingress, hansard_verifier;

-- The deduper and the processor claim.
GRANT USAGE ON SCHEMA mcp TO hansard_deduper, hansard_transcript_processor, hansard_recorder, hansard_cli;
GRANT SELECT, INSERT, DELETE, UPDATE (heard_ms) ON mcp.claims TO hansard_deduper, hansard_transcript_processor;

-- The processor keeps the files of a transcript until the others come.
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.transcript_parts TO hansard_transcript_processor;

-- The processor reads API credentials, and stores what a platform renewed.
GRANT SELECT (id, status, credentials_enc), UPDATE (credentials_enc, updated_at) ON core.integrations TO hansard_transcript_processor;

-- The merger has meetings, and nothing else.
GRANT USAGE ON SCHEMA meetings TO hansard_merger, hansard_cli;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA meetings TO hansard_merger;

-- Keys and secrets: processes tell which keys they have and when a secret was last used.
GRANT SELECT, INSERT, UPDATE, DELETE ON core.key_rings TO hansard_ingress, hansard_verifier, hansard_transcript_processor;
GRANT SELECT, INSERT, UPDATE ON core.sealing_keys TO hansard_verifier;
GRANT SELECT, INSERT, UPDATE ON core.secret_use TO hansard_verifier;
GRANT SELECT ON core.secret_use TO hansard_ingress;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.credential_renewals TO hansard_transcript_processor;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.key_rings, core.sealing_keys, core.credential_renewals TO hansard_cli;
GRANT SELECT ON core.secret_use TO hansard_cli;

-- The recorder writes what happened; of the directory it counts integrations.
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.webhook_events, mcp.webhook_event_steps, mcp.expected_transcripts, mcp.alerts TO hansard_recorder;
GRANT SELECT, INSERT, UPDATE ON core.integration_errors, core.security_events TO hansard_recorder;

-- Operators administer the directory and look at everything but the words of meetings.
GRANT SELECT, INSERT, UPDATE, DELETE ON core.workspaces, core.workspace_members, core.workspace_domains, core.integrations, core.integration_secrets
  TO hansard_cli;
GRANT SELECT ON core.directory_version, core.integration_errors, core.security_events TO hansard_cli;
GRANT SELECT ON mcp.webhook_events, mcp.webhook_event_steps, mcp.expected_transcripts, mcp.overdue_transcripts, mcp.claims, mcp.alerts TO hansard_cli;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.dead_letters TO hansard_cli;
GRANT SELECT ON meetings.meetings, meetings.revisions, meetings.transcripts TO hansard_cli;
