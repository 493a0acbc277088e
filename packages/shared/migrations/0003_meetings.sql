-- Up Migration
CREATE SCHEMA meetings;

-- Written by the merger alone, every input in one transaction under the workspace's advisory lock.
-- Documents are json, not jsonb: a transcript may hold any character, also U+0000, which jsonb and text refuse.
-- Moments are epoch milliseconds, as on the topics: platforms also state dates that timestamptz cannot hold.

CREATE TABLE meetings.meetings (
  meeting_id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'withdrawn')),
  revision integer NOT NULL,          -- the newest
  other_meeting_id uuid,              -- of a withdrawn one: where its sources are
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX meetings_workspace ON meetings.meetings (workspace_id);

-- Every revision that was published, as it was published.
CREATE TABLE meetings.revisions (
  meeting_id uuid NOT NULL REFERENCES meetings.meetings (meeting_id),
  revision integer NOT NULL,
  kind text NOT NULL,
  input_id uuid NOT NULL,
  document json NOT NULL,             -- MergedTranscript
  PRIMARY KEY (meeting_id, revision)
);

-- Every revision of a transcript that was received, also those that came too late to count.
CREATE TABLE meetings.transcript_revisions (
  revision_id uuid PRIMARY KEY,
  transcript_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  document json NOT NULL              -- FetchedTranscript
);
CREATE INDEX transcript_revisions_transcript ON meetings.transcript_revisions (transcript_id);

-- The newest revision of each transcript, with what finding others of the same meeting needs.
CREATE TABLE meetings.transcripts (
  transcript_id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL,
  revision_id uuid NOT NULL REFERENCES meetings.transcript_revisions (revision_id),
  updated_ms bigint NOT NULL,         -- these two order revisions
  received_ms bigint NOT NULL,
  starts_ms bigint NOT NULL,
  ends_ms bigint NOT NULL,
  clock_known boolean NOT NULL,       -- false: starts_ms is the moment of receipt
  profile json NOT NULL,
  meeting_id uuid REFERENCES meetings.meetings (meeting_id)
);
CREATE INDEX transcripts_start ON meetings.transcripts (workspace_id, starts_ms);
CREATE INDEX transcripts_meeting ON meetings.transcripts (meeting_id);

-- Hashes of what was said, by which transcripts that heard the same are found although their clocks differ: a look-up costs as
-- much as there are hashes, however many transcripts there are.
CREATE TABLE meetings.sketches (
  workspace_id uuid NOT NULL,
  hash integer NOT NULL,
  starts_ms bigint NOT NULL,
  transcript_id uuid NOT NULL REFERENCES meetings.transcripts (transcript_id),
  PRIMARY KEY (workspace_id, hash, starts_ms, transcript_id)
);

-- Two transcripts that were compared and found alike; a < b.
CREATE TABLE meetings.pairs (
  a uuid NOT NULL REFERENCES meetings.transcripts (transcript_id),
  b uuid NOT NULL REFERENCES meetings.transcripts (transcript_id),
  score double precision NOT NULL,
  joins boolean NOT NULL,             -- of one meeting
  PRIMARY KEY (a, b),
  CHECK (a < b)
);
CREATE INDEX pairs_b ON meetings.pairs (b);

-- Two transcripts that a person took apart: they stay apart, whatever else becomes known; a < b.
CREATE TABLE meetings.separations (
  a uuid NOT NULL,
  b uuid NOT NULL,
  command json NOT NULL,              -- MeetingCommand: who, when and why
  PRIMARY KEY (a, b),
  CHECK (a < b)
);
CREATE INDEX separations_b ON meetings.separations (b);

-- An input is applied once: a redelivery finds its row and publishes the same again.
CREATE TABLE meetings.inbox (
  input_id uuid PRIMARY KEY,          -- revision of a transcript, or command
  workspace_id uuid NOT NULL,
  origin text NOT NULL,               -- topic/partition/offset of the record that was applied
  webhook_event_id uuid,
  outcome json NOT NULL,
  outputs json NOT NULL,              -- [{meetingId, revision}]
  settled_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_settled_at ON meetings.inbox (settled_at);

-- Down Migration
DROP SCHEMA meetings CASCADE;
