-- Up Migration

-- Who may renew an integration's credentials at the platform (OAuth refresh tokens, which are void once used): one process at a
-- time. A lease, not a lock: the platform may take seconds to answer, and a process that dies must not keep the others out.
CREATE TABLE core.credential_renewals (
  integration_id uuid PRIMARY KEY, -- no foreign key: taking the lease must wait for nobody who changes the row
  holder uuid NOT NULL,
  until timestamptz NOT NULL
);

-- SHA-256 of the credentials as a person gave them, with the row's id before them. Given again they change nothing: by then
-- credentials_enc may hold what the platform has renewed them to.
ALTER TABLE core.integrations ADD COLUMN credentials_given bytea;

-- Who ended a webhook secret before its time, and why.
ALTER TABLE core.integration_secrets ADD COLUMN retired_by text, ADD COLUMN retired_reason text;

-- When a delivery was last received that a webhook secret had signed. Apart from the secrets, whose changes reload every process's directory.
CREATE TABLE core.secret_use (
  secret_id uuid PRIMARY KEY REFERENCES core.integration_secrets (id) ON DELETE CASCADE,
  last_used_at timestamptz NOT NULL
);

-- Which keys the running processes have: HANSARD_KEYS cannot be seen from outside, and nothing may be sealed with a key that one of them lacks.
CREATE TABLE core.key_rings (
  process text PRIMARY KEY,    -- app and instance
  key_ids text[] NOT NULL,     -- the one that seals first
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- Until when each key has sealed, as far as the processes told: what it sealed in a topic is gone a retention time later.
CREATE TABLE core.sealing_keys (
  key_id text PRIMARY KEY,
  last_sealed_at timestamptz NOT NULL
);

-- Down Migration
DROP TABLE core.sealing_keys;
DROP TABLE core.key_rings;
DROP TABLE core.secret_use;
ALTER TABLE core.integration_secrets DROP COLUMN retired_by, DROP COLUMN retired_reason;
ALTER TABLE core.integrations DROP COLUMN credentials_given;
DROP TABLE core.credential_renewals;
