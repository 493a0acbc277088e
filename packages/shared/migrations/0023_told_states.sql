-- Up Migration
-- A claim may be the telling of a state: states of one subject replace each other, and one may come back. Older claims have none of these.
ALTER TABLE mcp.claims
  ADD COLUMN subject uuid,             -- what it is a state of
  ADD COLUMN state text,               -- equal for equal states
  ADD COLUMN told_ms bigint,           -- by the platform's clock: when it was told of by what went on
  ADD COLUMN heard_ms bigint;          -- and when last, copies included
CREATE INDEX claims_newest ON mcp.claims (subject, heard_ms) WHERE subject IS NOT NULL;

-- Files of a meeting's transcript that a platform announces one by one, until the others come. Written by the transcript-processor alone.
CREATE TABLE mcp.transcript_parts (
  transcript_id uuid NOT NULL,
  part uuid NOT NULL,                  -- of the file's name
  name text NOT NULL,
  told_ms bigint,                      -- when the platform told of it
  content text NOT NULL,               -- JSON, the platform's own
  kept_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transcript_id, part)
);
CREATE INDEX transcript_parts_kept_at ON mcp.transcript_parts (kept_at);

-- Down Migration
DROP TABLE mcp.transcript_parts;
DROP INDEX mcp.claims_newest;
ALTER TABLE mcp.claims DROP COLUMN subject, DROP COLUMN state, DROP COLUMN told_ms, DROP COLUMN heard_ms;
