-- Up Migration
-- A transcript has 128 of these rows, and is never removed without them: checking each cost as much as keeping it.
ALTER TABLE meetings.sketches DROP CONSTRAINT sketches_transcript_id_fkey;

-- Any transcript of the day may be of one meeting with one whose start is not known; there are few of them.
CREATE INDEX transcripts_unknown_start ON meetings.transcripts (workspace_id, starts_ms) WHERE NOT clock_known;

-- Down Migration
DROP INDEX meetings.transcripts_unknown_start;
ALTER TABLE meetings.sketches ADD CONSTRAINT sketches_transcript_id_fkey FOREIGN KEY (transcript_id) REFERENCES meetings.transcripts (transcript_id);
