-- Up Migration
-- Two transcripts that a person said are of one meeting, whatever the evidence says; a < b. Taking them apart again removes the row.
CREATE TABLE meetings.joins (
  a uuid NOT NULL,
  b uuid NOT NULL,
  command json NOT NULL,              -- MeetingCommand: who, when and why
  PRIMARY KEY (a, b),
  CHECK (a < b)
);
CREATE INDEX joins_b ON meetings.joins (b);

-- Who a speaker's label stands for, as a person said. Names and addresses count in the whole workspace, `Speaker 2` in its transcript.
CREATE TABLE meetings.speaker_names (
  workspace_id uuid NOT NULL,
  transcript_id uuid,                 -- null: in every transcript of the workspace
  label text NOT NULL,                -- lower case, without spaces around it
  name text NOT NULL,
  command json NOT NULL,
  UNIQUE NULLS NOT DISTINCT (workspace_id, transcript_id, label)
);

-- Down Migration
DROP TABLE meetings.speaker_names;
DROP TABLE meetings.joins;
