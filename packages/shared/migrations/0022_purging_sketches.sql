-- Up Migration
-- Whose sketches are kept still, so that the oldest can be forgotten: one entry a transcript, where an index of the sketches has 128.
ALTER TABLE meetings.transcripts ADD COLUMN sketch_kept boolean NOT NULL DEFAULT true;
CREATE INDEX transcripts_sketch_kept ON meetings.transcripts (starts_ms) WHERE sketch_kept;

-- Down Migration
DROP INDEX meetings.transcripts_sketch_kept;
ALTER TABLE meetings.transcripts DROP COLUMN sketch_kept;
