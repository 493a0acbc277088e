-- Up Migration

-- Every meeting that a verified delivery told of, and whether its transcript came: a projection of webhooks.journal.v1, written
-- by the recorder alone and rebuildable from the topic. Entries may arrive in any order and more than once: of each moment the
-- earliest that was told is kept.
CREATE TABLE mcp.expected_transcripts (
  transcript_id uuid PRIMARY KEY,       -- derived from workspace, platform and external id: known before there is a transcript
  workspace_id uuid,
  platform text,
  external_id text,
  announced_at timestamptz,             -- when the first delivery that told of it was received; NULL: its entry is not read yet
  announced_by uuid,                    -- that delivery
  due_at timestamptz,                   -- announced_at and the platform's deadline
  transcript_at timestamptz,            -- when the transcript was there
  none_at timestamptz,                  -- when the platform said that there is none and will be none
  overdue_at timestamptz                -- when it was found to be overdue; stays when the transcript comes after all
);
-- What is settled is in neither: looking for the overdue costs as much as is overdue, however much history there is.
CREATE INDEX expected_transcripts_due ON mcp.expected_transcripts (due_at)
  WHERE overdue_at IS NULL AND transcript_at IS NULL AND none_at IS NULL;
CREATE INDEX expected_transcripts_overdue ON mcp.expected_transcripts (overdue_at)
  WHERE overdue_at IS NOT NULL AND transcript_at IS NULL AND none_at IS NULL;

-- Meetings whose transcript did not come in time and has not come since, with what became of the newest delivery that told of it.
CREATE VIEW mcp.overdue_transcripts AS
SELECT expected.transcript_id, expected.workspace_id, expected.platform, expected.external_id,
  expected.announced_at, expected.announced_by, expected.due_at, expected.overdue_at,
  newest.id AS webhook_event_id, newest.event_type, newest.status, newest.reason
FROM mcp.expected_transcripts AS expected
LEFT JOIN LATERAL (
  SELECT event.id, event.event_type, event.status, step.reason
  FROM mcp.webhook_events AS event
  LEFT JOIN LATERAL (
    SELECT reason FROM mcp.webhook_event_steps WHERE webhook_event_id = event.id ORDER BY rank DESC, at DESC LIMIT 1
  ) AS step ON true
  WHERE event.external_id = expected.external_id AND event.platform = expected.platform AND event.workspace_id = expected.workspace_id
  ORDER BY event.status = 'duplicate', event.received_at DESC LIMIT 1
) AS newest ON true
WHERE expected.overdue_at IS NOT NULL AND expected.transcript_at IS NULL AND expected.none_at IS NULL;

-- What people should be told, one row per cause. Whoever notes an occurrence adds to `count`; a sender tells of it and moves `told` up.
CREATE TABLE mcp.alerts (
  fingerprint text PRIMARY KEY,
  severity text NOT NULL,
  title text NOT NULL,
  stage text,
  platform text,                        -- NULL: that of the delivery
  message text NOT NULL,
  hint text NOT NULL,                   -- what to do
  webhook_event_id uuid,                -- the first delivery, message, and times of those not told yet
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  count integer NOT NULL,               -- how often it happened
  told integer NOT NULL DEFAULT 0,      -- how many of those were told
  tries integer NOT NULL DEFAULT 0,     -- that failed, since it was told last
  not_before timestamptz NOT NULL DEFAULT '-infinity' -- the window after telling, the pause after a try, or the lease of who is trying
);
CREATE INDEX alerts_untold ON mcp.alerts (not_before) WHERE count > told;

-- Down Migration
DROP TABLE mcp.alerts;
DROP VIEW mcp.overdue_transcripts;
DROP TABLE mcp.expected_transcripts;
