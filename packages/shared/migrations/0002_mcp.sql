-- Up Migration
CREATE SCHEMA mcp;

-- One row per delivery: a projection of webhooks.journal.v1, written by the recorder alone and rebuildable from the topic.
-- The journal's entries of one delivery may arrive in any order and more than once, so every column but id can be filled
-- late, and each group of columns remembers which entry it was taken from: the one with the greater (rank, entry id) wins.
CREATE TABLE mcp.webhook_events (
  id uuid PRIMARY KEY,
  -- What the verifier told of the webhook.
  integration_id uuid,
  workspace_id uuid,
  platform text,
  event_type text,
  external_id text,
  aliases text[] NOT NULL DEFAULT '{}',
  payload jsonb,               -- the webhook without its secrets, plus external_id
  verified boolean,
  webhook_rank integer,
  webhook_entry uuid,
  webhook_at timestamptz,
  -- How far it has come.
  status text NOT NULL DEFAULT 'received'
    CHECK (status IN ('received', 'verified', 'processing', 'processed', 'failed', 'duplicate', 'ignored', 'rejected')),
  error_message text,
  result jsonb,                -- transcript_id, meeting_id, revision of a processed delivery
  processed_at timestamptz,
  status_rank integer NOT NULL DEFAULT 0, -- how far along the chain `status` was reported: a late entry of an earlier stage does not move it back
  status_entry uuid,
  status_at timestamptz,       -- when the stage decided so
  -- Of all entries the least.
  traceparent text,
  received_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- A hash has no limit of length: an external id is whatever a platform sends.
CREATE INDEX webhook_events_external ON mcp.webhook_events USING hash (external_id);
CREATE INDEX webhook_events_aliases ON mcp.webhook_events USING gin (aliases);
CREATE INDEX webhook_events_unfinished ON mcp.webhook_events (platform) WHERE status IN ('received', 'verified', 'processing');

CREATE TABLE mcp.webhook_event_steps (
  entry_id uuid PRIMARY KEY,
  webhook_event_id uuid,
  stage text NOT NULL,
  status text NOT NULL,
  reason text,
  at timestamptz NOT NULL,
  attempt integer NOT NULL,
  origin text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  rank integer NOT NULL        -- of copies of one entry the one with the greater rank stays
);
CREATE INDEX webhook_event_steps_event ON mcp.webhook_event_steps (webhook_event_id, at);
CREATE INDEX webhook_event_steps_meeting ON mcp.webhook_event_steps ((details ->> 'meetingId')) WHERE details ? 'meetingId';
CREATE INDEX webhook_event_steps_transcript ON mcp.webhook_event_steps ((details ->> 'transcriptId')) WHERE details ? 'transcriptId';

-- Who was first. Redis answers fast; this table remembers when Redis does not.
CREATE TABLE mcp.claims (
  key text PRIMARY KEY,
  owner text NOT NULL,         -- the record's origin: a redelivery passes its own claim
  webhook_event_id uuid NOT NULL,
  claimed_at timestamptz NOT NULL
);
CREATE INDEX claims_claimed_at ON mcp.claims (claimed_at);

-- Down Migration
DROP SCHEMA mcp CASCADE;
