-- Up Migration
-- Sketches are forgotten by age. The 128 of a transcript have one start and share one entry of this index.
CREATE INDEX sketches_start ON meetings.sketches (starts_ms);

-- Down Migration
DROP INDEX meetings.sketches_start;
