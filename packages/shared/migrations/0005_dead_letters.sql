-- Up Migration

-- What people decided about dead letters. The letters themselves are on the topics <stage>.dlq; one that nobody touched has no row.
CREATE TABLE mcp.dead_letters (
  id uuid PRIMARY KEY,         -- of the letter, derived from stage, origin, delivery and the times it was redriven before
  stage text NOT NULL,
  parked_at timestamptz,       -- looked at and left alone
  parked_by text,
  parked_reason text,
  -- Somebody has begun to give it back. Set without redriven_at: whether it is on its way is in doubt, and only a look into the retry topic tells.
  claimed_at timestamptz,
  claimed_by text,
  claimed_reason text,
  redriven_at timestamptz,     -- it is in its stage's retry topic: never again
  CHECK (parked_at IS NOT NULL OR claimed_at IS NOT NULL),
  CHECK (redriven_at IS NULL OR claimed_at IS NOT NULL)
);
CREATE INDEX dead_letters_stage ON mcp.dead_letters (stage);

-- Down Migration
DROP TABLE mcp.dead_letters;
