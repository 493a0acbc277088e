-- Up Migration
CREATE SCHEMA core;

CREATE TABLE core.workspaces (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A host's workspace is found by exact address first, then by domain; both are kept in lower case.
CREATE TABLE core.workspace_members (
  email text PRIMARY KEY CHECK (email = lower(email)),
  workspace_id uuid NOT NULL REFERENCES core.workspaces (id) ON DELETE CASCADE
);
CREATE TABLE core.workspace_domains (
  domain text PRIMARY KEY CHECK (domain = lower(domain)),
  workspace_id uuid NOT NULL REFERENCES core.workspaces (id) ON DELETE CASCADE
);

CREATE TABLE core.integrations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES core.workspaces (id),
  platform text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'disabled')),
  url_key_hash bytea UNIQUE,   -- SHA-256 of the key in /webhooks/{platform}/i/{key}: whoever reads the table cannot post
  credentials_enc text,        -- sealed, bound to the row's id: what fetching transcripts needs
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, platform, name)
);

-- Webhook signing secrets, apart from API credentials: the ingress may read these only.
CREATE TABLE core.integration_secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  integration_id uuid NOT NULL REFERENCES core.integrations (id) ON DELETE CASCADE,
  secret_enc text NOT NULL,    -- sealed, bound to the row's id
  active_from timestamptz NOT NULL DEFAULT now(),
  active_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX integration_secrets_integration ON core.integration_secrets (integration_id);

CREATE TABLE core.integration_errors (
  id uuid PRIMARY KEY,         -- the journal entry's id: recorded once
  integration_id uuid,         -- no foreign key: what happened stays true whatever becomes of the integration
  webhook_event_id uuid,
  error_type text NOT NULL,
  error_message text NOT NULL,
  context jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);
CREATE INDEX integration_errors_integration ON core.integration_errors (integration_id, created_at);
CREATE INDEX integration_errors_event ON core.integration_errors (webhook_event_id);

CREATE TABLE core.security_events (
  event_id uuid PRIMARY KEY,
  type text NOT NULL,
  platform text NOT NULL,
  integration_id uuid,
  remote_address text NOT NULL,
  detail text NOT NULL,
  headers jsonb NOT NULL,
  count integer NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX security_events_at ON core.security_events (at);

-- One number that grows with every change of the directory, so that a process need only read one row to know it is current.
CREATE TABLE core.directory_version (one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL DEFAULT 1);
INSERT INTO core.directory_version DEFAULT VALUES;

CREATE FUNCTION core.directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE core.directory_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON core.workspace_members FOR EACH STATEMENT EXECUTE FUNCTION core.directory_changed();
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON core.workspace_domains FOR EACH STATEMENT EXECUTE FUNCTION core.directory_changed();
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON core.integrations FOR EACH STATEMENT EXECUTE FUNCTION core.directory_changed();
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON core.integration_secrets FOR EACH STATEMENT EXECUTE FUNCTION core.directory_changed();

-- Down Migration
DROP SCHEMA core CASCADE;
