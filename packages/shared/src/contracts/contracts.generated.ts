// Generated from contracts/*.avsc by `npm run generate`: change those.
import { avro, type AvroContract } from './contract.ts'

/** A person, by whatever the platform knows. */
export interface Participant {
  /** Display name. */
  readonly name: null | string
  /** Lower case. */
  readonly email: null | string
}

/** A stretch of speech by one speaker. */
export interface Segment {
  /** Milliseconds after startedAt. */
  readonly startMs: number
  /** Milliseconds after startedAt; estimated from the next segment where the platform gives none. */
  readonly endMs: number
  /** The label the platform gave, or null. */
  readonly speaker: null | string
  /** What was said; corrected by people where the platform lets them. */
  readonly text: string
  /** As the recogniser heard it, where it differs from text. */
  readonly rawText: null | string
}

/** What a reader should know of how the transcript was read. */
export interface TranscriptNote {
  /** For programs: unreadable-text, missing-part, no-turns, doubtful-times, rescaled-times, withheld-fields, cut-fields. More may come. */
  readonly code: string
  /** One sentence for a person: 3 of 412 cues could not be read: lines 18, 77, 301. */
  readonly text: string
}

/** One platform's transcript of one meeting, whole. Value of transcripts.fetched.v1. Key: workspaceId. Each revision appears once. */
export interface FetchedTranscript {
  /** UUIDv5 of workspace, platform and externalId: the same for every revision. */
  readonly transcriptId: string
  /** UUIDv5 of transcriptId and the content: the same words make the same revision, unless others came in between; then they are another one. */
  readonly revisionId: string
  /** The tenant. */
  readonly workspaceId: string
  /** The integration that gave access to it. */
  readonly integrationId: string
  /** The delivery that led to this revision. */
  readonly webhookEventId: string
  /** zoom, fireflies, otter. */
  readonly platform: string
  /** The meeting's identity at the platform. */
  readonly externalId: string
  /** Other names of the meeting at the platform. */
  readonly aliases: readonly string[]
  /** The platform's title. */
  readonly title: null | string
  /** The link by which people joined, where the platform tells it; the strongest hint that two platforms heard one meeting. */
  readonly joinUrl: null | string
  /** The moment that segment offsets count from: the start of the recording, or the best the platform knows. */
  readonly startedAt: null | number
  /** Length in milliseconds, as the platform says. */
  readonly durationMs: null | number
  /** Invited or present; platforms do not tell which. */
  readonly participants: readonly Participant[]
  /** In order of time. */
  readonly segments: readonly Segment[]
  /** When the platform says this revision came to be. Orders revisions; arrival does not. */
  readonly sourceUpdatedAt: null | number
  /** When the delivery that led to it was received. */
  readonly receivedAt: number
  /** What was left out, corrected or is in doubt; empty where the platform's document was read as it is. */
  readonly notes: readonly TranscriptNote[]
}

export const fetchedTranscriptContract: AvroContract<FetchedTranscript> = avro(
  "{\"type\":\"record\",\"name\":\"FetchedTranscript\",\"namespace\":\"hansard\",\"doc\":\"One platform's transcript of one meeting, whole. Value of transcripts.fetched.v1. Key: workspaceId. Each revision appears once.\",\"fields\":[{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"UUIDv5 of workspace, platform and externalId: the same for every revision.\"},{\"name\":\"revisionId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"UUIDv5 of transcriptId and the content: the same words make the same revision, unless others came in between; then they are another one.\"},{\"name\":\"workspaceId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The tenant.\"},{\"name\":\"integrationId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The integration that gave access to it.\"},{\"name\":\"webhookEventId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The delivery that led to this revision.\"},{\"name\":\"platform\",\"type\":\"string\",\"doc\":\"zoom, fireflies, otter.\"},{\"name\":\"externalId\",\"type\":\"string\",\"doc\":\"The meeting's identity at the platform.\"},{\"name\":\"aliases\",\"type\":{\"type\":\"array\",\"items\":\"string\"},\"default\":[],\"doc\":\"Other names of the meeting at the platform.\"},{\"name\":\"title\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The platform's title.\"},{\"name\":\"joinUrl\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The link by which people joined, where the platform tells it; the strongest hint that two platforms heard one meeting.\"},{\"name\":\"startedAt\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"The moment that segment offsets count from: the start of the recording, or the best the platform knows.\"},{\"name\":\"durationMs\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"Length in milliseconds, as the platform says.\"},{\"name\":\"participants\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Participant\",\"doc\":\"A person, by whatever the platform knows.\",\"fields\":[{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"email\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Lower case.\"}]}},\"default\":[],\"doc\":\"Invited or present; platforms do not tell which.\"},{\"name\":\"segments\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Segment\",\"doc\":\"A stretch of speech by one speaker.\",\"fields\":[{\"name\":\"startMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt.\"},{\"name\":\"endMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt; estimated from the next segment where the platform gives none.\"},{\"name\":\"speaker\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The label the platform gave, or null.\"},{\"name\":\"text\",\"type\":\"string\",\"doc\":\"What was said; corrected by people where the platform lets them.\"},{\"name\":\"rawText\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"As the recogniser heard it, where it differs from text.\"}]}},\"doc\":\"In order of time.\"},{\"name\":\"sourceUpdatedAt\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"When the platform says this revision came to be. Orders revisions; arrival does not.\"},{\"name\":\"receivedAt\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the delivery that led to it was received.\"},{\"name\":\"notes\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"TranscriptNote\",\"doc\":\"What a reader should know of how the transcript was read.\",\"fields\":[{\"name\":\"code\",\"type\":\"string\",\"doc\":\"For programs: unreadable-text, missing-part, no-turns, doubtful-times, rescaled-times, withheld-fields, cut-fields. More may come.\"},{\"name\":\"text\",\"type\":\"string\",\"doc\":\"One sentence for a person: 3 of 412 cues could not be read: lines 18, 77, 301.\"}]}},\"default\":[],\"doc\":\"What was left out, corrected or is in doubt; empty where the platform's document was read as it is.\"}]}",
)

/** What is known of the delivery. */
export interface JournalWebhook {
  /** zoom, fireflies, otter. */
  readonly platform: string
  /** The platform's event name. */
  readonly eventType: string
  /** The tenant, if found. */
  readonly workspaceId: null | string
  /** The integration that authenticated it, if known. */
  readonly integrationId: null | string
  /** The meeting's identity at the platform. */
  readonly externalId: null | string
  /** Other names of it. */
  readonly aliases: readonly string[]
  /** Was it authentic? */
  readonly verified: boolean
  /** The webhook's JSON with every secret removed. */
  readonly payload: null | string
}

/** How one stage ended one record. Value of webhooks.journal.v1. Key: webhookEventId. Together the entries answer: where is it, and why? */
export interface JournalEntry {
  /** UUIDv5 of stage, origin, attempt and outcome: a redelivery writes the same entry again. */
  readonly entryId: string
  /** The delivery, or null where the record was too broken to tell. */
  readonly webhookEventId: null | string
  /** The stage that decided. */
  readonly stage: string
  /** verified, processing, processed, failed, duplicate, ignored, rejected, retrying; redriven and parked where a person decided about a dead letter. */
  readonly status: string
  /** Why, in one sentence for a person; never a secret. */
  readonly reason: null | string
  /** When the stage decided. */
  readonly at: number
  /** When the ingress received the delivery. */
  readonly receivedAt: null | number
  /** 1 for the first try of this stage, and again after a redrive; 0 for what a person decided. */
  readonly attempt: number
  /** topic/partition/offset where the stage first saw the record. */
  readonly origin: string
  /** W3C trace context. */
  readonly traceparent: null | string
  /** Facts for programs: duplicateOf, transcriptId, meetingId, revision, errorClass, deadLetter, retryAt, redriven (how often it was given back). */
  readonly details: Readonly<Record<string, string>>
  /** Written by the verifier, which alone knows; null elsewhere. */
  readonly webhook: null | JournalWebhook
}

export const journalEntryContract: AvroContract<JournalEntry> = avro(
  "{\"type\":\"record\",\"name\":\"JournalEntry\",\"namespace\":\"hansard\",\"doc\":\"How one stage ended one record. Value of webhooks.journal.v1. Key: webhookEventId. Together the entries answer: where is it, and why?\",\"fields\":[{\"name\":\"entryId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"UUIDv5 of stage, origin, attempt and outcome: a redelivery writes the same entry again.\"},{\"name\":\"webhookEventId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"doc\":\"The delivery, or null where the record was too broken to tell.\"},{\"name\":\"stage\",\"type\":\"string\",\"doc\":\"The stage that decided.\"},{\"name\":\"status\",\"type\":\"string\",\"doc\":\"verified, processing, processed, failed, duplicate, ignored, rejected, retrying; redriven and parked where a person decided about a dead letter.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why, in one sentence for a person; never a secret.\"},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the stage decided.\"},{\"name\":\"receivedAt\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"When the ingress received the delivery.\"},{\"name\":\"attempt\",\"type\":\"int\",\"default\":1,\"doc\":\"1 for the first try of this stage, and again after a redrive; 0 for what a person decided.\"},{\"name\":\"origin\",\"type\":\"string\",\"doc\":\"topic/partition/offset where the stage first saw the record.\"},{\"name\":\"traceparent\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"W3C trace context.\"},{\"name\":\"details\",\"type\":{\"type\":\"map\",\"values\":\"string\"},\"default\":{},\"doc\":\"Facts for programs: duplicateOf, transcriptId, meetingId, revision, errorClass, deadLetter, retryAt, redriven (how often it was given back).\"},{\"name\":\"webhook\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"JournalWebhook\",\"doc\":\"What is known of the delivery.\",\"fields\":[{\"name\":\"platform\",\"type\":\"string\",\"doc\":\"zoom, fireflies, otter.\"},{\"name\":\"eventType\",\"type\":\"string\",\"doc\":\"The platform's event name.\"},{\"name\":\"workspaceId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null,\"doc\":\"The tenant, if found.\"},{\"name\":\"integrationId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null,\"doc\":\"The integration that authenticated it, if known.\"},{\"name\":\"externalId\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The meeting's identity at the platform.\"},{\"name\":\"aliases\",\"type\":{\"type\":\"array\",\"items\":\"string\"},\"default\":[],\"doc\":\"Other names of it.\"},{\"name\":\"verified\",\"type\":\"boolean\",\"doc\":\"Was it authentic?\"},{\"name\":\"payload\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The webhook's JSON with every secret removed.\"}]}],\"default\":null,\"doc\":\"Written by the verifier, which alone knows; null elsewhere.\"}]}",
)

/** What a person wants done to a meeting. Value of meetings.commands.v1. Key: workspaceId. The merger obeys it in order with the transcripts of the workspace. */
export interface MeetingCommand {
  /** Identity of the command. */
  readonly commandId: string
  /** The tenant. */
  readonly workspaceId: string
  /** unmerge: take the transcript out of the meeting, into one of its own, and keep them apart. merge: put the transcript into the meeting, whatever the evidence and earlier separations say. name-speaker: the label stands for the name, in this meeting and in later ones of the workspace. */
  readonly kind: string
  /** The meeting concerned. */
  readonly meetingId: string
  /** The transcript concerned; of name-speaker any of the meeting. */
  readonly transcriptId: string
  /** name-speaker: a speaker's label as a source or the meeting writes it. */
  readonly label: null | string
  /** name-speaker: who that is. */
  readonly name: null | string
  /** Who wants it. */
  readonly by: string
  /** Why. */
  readonly reason: string
  /** When it was given. */
  readonly at: number
}

export const meetingCommandContract: AvroContract<MeetingCommand> = avro(
  "{\"type\":\"record\",\"name\":\"MeetingCommand\",\"namespace\":\"hansard\",\"doc\":\"What a person wants done to a meeting. Value of meetings.commands.v1. Key: workspaceId. The merger obeys it in order with the transcripts of the workspace.\",\"fields\":[{\"name\":\"commandId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"Identity of the command.\"},{\"name\":\"workspaceId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The tenant.\"},{\"name\":\"kind\",\"type\":\"string\",\"doc\":\"unmerge: take the transcript out of the meeting, into one of its own, and keep them apart. merge: put the transcript into the meeting, whatever the evidence and earlier separations say. name-speaker: the label stands for the name, in this meeting and in later ones of the workspace.\"},{\"name\":\"meetingId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The meeting concerned.\"},{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The transcript concerned; of name-speaker any of the meeting.\"},{\"name\":\"label\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"name-speaker: a speaker's label as a source or the meeting writes it.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"name-speaker: who that is.\"},{\"name\":\"by\",\"type\":\"string\",\"doc\":\"Who wants it.\"},{\"name\":\"reason\",\"type\":\"string\",\"doc\":\"Why.\"},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was given.\"}]}",
)

/** Why this revision exists. */
export interface MeetingChange {
  /** created, source-added, source-revised, absorbed (took in another meeting), withdrawn, source-removed, speakers-named (a person corrected a label). */
  readonly kind: string
  /** One sentence for a person. */
  readonly reason: string
  /** The delivery that caused it, or null when a person did. */
  readonly webhookEventId: null | string
  /** The person that caused it, or null. */
  readonly by: null | string
  /** The meeting that was absorbed, or that took this one in. */
  readonly otherMeetingId: null | string
  /** Segments that the revision before did not have. */
  readonly segmentsAdded: number
  /** Segments that only the revision before had. */
  readonly segmentsRemoved: number
  /** Segments of the same place of the same source that have other words or another speaker now. */
  readonly segmentsChanged: number
  /** What else is different: title, startedAt, participants, sources. */
  readonly fields: readonly string[]
}

/** A person, joined across the sources. */
export interface MeetingParticipant {
  /** Display name. */
  readonly name: null | string
  /** Lower case. */
  readonly email: null | string
}

/** One piece of evidence. */
export interface ScorePart {
  /** text, time, participants, title, join-link, … */
  readonly evidence: string
  /** 0 to 1: how well the two agree in this. */
  readonly value: number
  /** For a person. */
  readonly explanation: string
}

/** A transcript that is part of this meeting. */
export interface MeetingSource {
  /** FetchedTranscript.transcriptId. */
  readonly transcriptId: string
  /** FetchedTranscript.revisionId used in this revision. */
  readonly revisionId: string
  /** The delivery it came from. */
  readonly webhookEventId: string
  /** zoom, fireflies, otter. */
  readonly platform: string
  /** The meeting's identity at the platform. */
  readonly externalId: string
  /** Added to the source's own segment times to get this meeting's. */
  readonly offsetMs: number
  /** 0 to 1: how sure it is the same meeting, against the best of the other sources; null for the first. */
  readonly score: null | number
  /** Why the score is what it is. */
  readonly reasons: readonly ScorePart[]
  /** 0 to 1: share of the meeting's words that this source heard, rightly or not. */
  readonly coverage: number
  /** 0 to 1: share of the words it heard that are the meeting's. */
  readonly agreement: number
}

/** What another source heard here. */
export interface Alternative {
  /** That source. */
  readonly transcriptId: string
  /** Its words. */
  readonly text: string
}

/** Words that another source heard better. */
export interface WordCorrection {
  /** The first character of text that is the other source's; characters are Unicode code points, from 0. */
  readonly from: number
  /** The character behind the last; equal to from where words were left out. */
  readonly to: number
  /** The other source. */
  readonly transcriptId: string
  /** What the segment's own source has in this place; empty where it has nothing. */
  readonly replaced: string
}

/** A stretch of speech, taken from one source but for single words that others heard better (corrections). */
export interface MergedSegment {
  /** Milliseconds after startedAt. */
  readonly startMs: number
  /** Milliseconds after startedAt. */
  readonly endMs: number
  /** Named across the sources; null where none knows. */
  readonly speaker: null | string
  /** What was said. */
  readonly text: string
  /** The source it was taken from. */
  readonly transcriptId: string
  /** Its place in that source's segments, from 0. */
  readonly segmentIndex: number
  /** agreed: another source heard the same; disputed: another heard something else; only: no other source covers this stretch. */
  readonly agreement: string
  /** Only where the sources differ. */
  readonly alternatives: readonly Alternative[]
  /** In order of place; text without them is what the segment's own source says. */
  readonly corrections: readonly WordCorrection[]
}

/** A stretch in which no source has speech. */
export interface Gap {
  /** Milliseconds after startedAt. */
  readonly startMs: number
  /** Milliseconds after startedAt. */
  readonly endMs: number
}

/** How much the sources are worth together. */
export interface MeetingQuality {
  /** 0 to 1: share of the time from the first word to the last in which somebody is heard. */
  readonly coverage: number
  /** 0 to 1: share of the words that at least two sources heard alike, of those where at least two were listening. */
  readonly agreement: number
  /** 0 to 1: share of the words where one source only was listening. */
  readonly alone: number
  /** Places where words of another source were taken. */
  readonly corrected: number
  /** Longer than half a minute, in order of time. */
  readonly gaps: readonly Gap[]
  /** The transcript the meeting would be without the others. */
  readonly bestAlone: string
}

/** What one label of one source stands for. */
export interface SpeakerMapping {
  /** The source. */
  readonly transcriptId: string
  /** As the source writes it. */
  readonly label: string
  /** The person; null where nothing tells. */
  readonly name: null | string
  /** 0 to 1: how sure that is. */
  readonly confidence: number
  /** For a person. */
  readonly reason: string
}

/** One revision of one meeting, from every platform that heard it. Value of transcripts.merged.v1. Key: workspaceId. A meeting's newest revision replaces the earlier ones; each revision appears once. */
export interface MergedTranscript {
  /** Identity of the meeting over all its revisions. */
  readonly meetingId: string
  /** 1, 2, 3, …: grows by one with each change of this meeting. */
  readonly revision: number
  /** The tenant. */
  readonly workspaceId: string
  /** active, or withdrawn: its sources now belong to another meeting (see change.otherMeetingId); segments are then empty. */
  readonly status: string
  /** What changed and why. */
  readonly change: MeetingChange
  /** The best title among the sources. */
  readonly title: null | string
  /** The moment segment offsets count from. */
  readonly startedAt: null | number
  /** Milliseconds to the end of the last segment. */
  readonly durationMs: null | number
  /** Everybody that any source names. */
  readonly participants: readonly MeetingParticipant[]
  /** At least one while active. */
  readonly sources: readonly MeetingSource[]
  /** In order of time. */
  readonly segments: readonly MergedSegment[]
  /** Null when withdrawn. */
  readonly quality: null | MeetingQuality
  /** Every label of every source. */
  readonly speakers: readonly SpeakerMapping[]
  /** When the delivery or the person's command that caused this revision was received. */
  readonly revisedAt: number
}

export const mergedTranscriptContract: AvroContract<MergedTranscript> = avro(
  "{\"type\":\"record\",\"name\":\"MergedTranscript\",\"namespace\":\"hansard\",\"doc\":\"One revision of one meeting, from every platform that heard it. Value of transcripts.merged.v1. Key: workspaceId. A meeting's newest revision replaces the earlier ones; each revision appears once.\",\"fields\":[{\"name\":\"meetingId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"Identity of the meeting over all its revisions.\"},{\"name\":\"revision\",\"type\":\"int\",\"doc\":\"1, 2, 3, …: grows by one with each change of this meeting.\"},{\"name\":\"workspaceId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The tenant.\"},{\"name\":\"status\",\"type\":\"string\",\"doc\":\"active, or withdrawn: its sources now belong to another meeting (see change.otherMeetingId); segments are then empty.\"},{\"name\":\"change\",\"type\":{\"type\":\"record\",\"name\":\"MeetingChange\",\"doc\":\"Why this revision exists.\",\"fields\":[{\"name\":\"kind\",\"type\":\"string\",\"doc\":\"created, source-added, source-revised, absorbed (took in another meeting), withdrawn, source-removed, speakers-named (a person corrected a label).\"},{\"name\":\"reason\",\"type\":\"string\",\"doc\":\"One sentence for a person.\"},{\"name\":\"webhookEventId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null,\"doc\":\"The delivery that caused it, or null when a person did.\"},{\"name\":\"by\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The person that caused it, or null.\"},{\"name\":\"otherMeetingId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null,\"doc\":\"The meeting that was absorbed, or that took this one in.\"},{\"name\":\"segmentsAdded\",\"type\":\"int\",\"default\":0,\"doc\":\"Segments that the revision before did not have.\"},{\"name\":\"segmentsRemoved\",\"type\":\"int\",\"default\":0,\"doc\":\"Segments that only the revision before had.\"},{\"name\":\"segmentsChanged\",\"type\":\"int\",\"default\":0,\"doc\":\"Segments of the same place of the same source that have other words or another speaker now.\"},{\"name\":\"fields\",\"type\":{\"type\":\"array\",\"items\":\"string\"},\"default\":[],\"doc\":\"What else is different: title, startedAt, participants, sources.\"}]},\"doc\":\"What changed and why.\"},{\"name\":\"title\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The best title among the sources.\"},{\"name\":\"startedAt\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"The moment segment offsets count from.\"},{\"name\":\"durationMs\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"Milliseconds to the end of the last segment.\"},{\"name\":\"participants\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MeetingParticipant\",\"doc\":\"A person, joined across the sources.\",\"fields\":[{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"email\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Lower case.\"}]}},\"default\":[],\"doc\":\"Everybody that any source names.\"},{\"name\":\"sources\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MeetingSource\",\"doc\":\"A transcript that is part of this meeting.\",\"fields\":[{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"FetchedTranscript.transcriptId.\"},{\"name\":\"revisionId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"FetchedTranscript.revisionId used in this revision.\"},{\"name\":\"webhookEventId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The delivery it came from.\"},{\"name\":\"platform\",\"type\":\"string\",\"doc\":\"zoom, fireflies, otter.\"},{\"name\":\"externalId\",\"type\":\"string\",\"doc\":\"The meeting's identity at the platform.\"},{\"name\":\"offsetMs\",\"type\":\"long\",\"doc\":\"Added to the source's own segment times to get this meeting's.\"},{\"name\":\"score\",\"type\":[\"null\",\"double\"],\"default\":null,\"doc\":\"0 to 1: how sure it is the same meeting, against the best of the other sources; null for the first.\"},{\"name\":\"reasons\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"ScorePart\",\"doc\":\"One piece of evidence.\",\"fields\":[{\"name\":\"evidence\",\"type\":\"string\",\"doc\":\"text, time, participants, title, join-link, …\"},{\"name\":\"value\",\"type\":\"double\",\"doc\":\"0 to 1: how well the two agree in this.\"},{\"name\":\"explanation\",\"type\":\"string\",\"doc\":\"For a person.\"}]}},\"default\":[],\"doc\":\"Why the score is what it is.\"},{\"name\":\"coverage\",\"type\":\"double\",\"default\":0,\"doc\":\"0 to 1: share of the meeting's words that this source heard, rightly or not.\"},{\"name\":\"agreement\",\"type\":\"double\",\"default\":0,\"doc\":\"0 to 1: share of the words it heard that are the meeting's.\"}]}},\"doc\":\"At least one while active.\"},{\"name\":\"segments\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MergedSegment\",\"doc\":\"A stretch of speech, taken from one source but for single words that others heard better (corrections).\",\"fields\":[{\"name\":\"startMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt.\"},{\"name\":\"endMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt.\"},{\"name\":\"speaker\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Named across the sources; null where none knows.\"},{\"name\":\"text\",\"type\":\"string\",\"doc\":\"What was said.\"},{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The source it was taken from.\"},{\"name\":\"segmentIndex\",\"type\":\"int\",\"doc\":\"Its place in that source's segments, from 0.\"},{\"name\":\"agreement\",\"type\":\"string\",\"doc\":\"agreed: another source heard the same; disputed: another heard something else; only: no other source covers this stretch.\"},{\"name\":\"alternatives\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Alternative\",\"doc\":\"What another source heard here.\",\"fields\":[{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"That source.\"},{\"name\":\"text\",\"type\":\"string\",\"doc\":\"Its words.\"}]}},\"default\":[],\"doc\":\"Only where the sources differ.\"},{\"name\":\"corrections\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"WordCorrection\",\"doc\":\"Words that another source heard better.\",\"fields\":[{\"name\":\"from\",\"type\":\"int\",\"doc\":\"The first character of text that is the other source's; characters are Unicode code points, from 0.\"},{\"name\":\"to\",\"type\":\"int\",\"doc\":\"The character behind the last; equal to from where words were left out.\"},{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The other source.\"},{\"name\":\"replaced\",\"type\":\"string\",\"doc\":\"What the segment's own source has in this place; empty where it has nothing.\"}]}},\"default\":[],\"doc\":\"In order of place; text without them is what the segment's own source says.\"}]}},\"doc\":\"In order of time.\"},{\"name\":\"quality\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"MeetingQuality\",\"doc\":\"How much the sources are worth together.\",\"fields\":[{\"name\":\"coverage\",\"type\":\"double\",\"doc\":\"0 to 1: share of the time from the first word to the last in which somebody is heard.\"},{\"name\":\"agreement\",\"type\":\"double\",\"doc\":\"0 to 1: share of the words that at least two sources heard alike, of those where at least two were listening.\"},{\"name\":\"alone\",\"type\":\"double\",\"doc\":\"0 to 1: share of the words where one source only was listening.\"},{\"name\":\"corrected\",\"type\":\"int\",\"doc\":\"Places where words of another source were taken.\"},{\"name\":\"gaps\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Gap\",\"doc\":\"A stretch in which no source has speech.\",\"fields\":[{\"name\":\"startMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt.\"},{\"name\":\"endMs\",\"type\":\"long\",\"doc\":\"Milliseconds after startedAt.\"}]}},\"doc\":\"Longer than half a minute, in order of time.\"},{\"name\":\"bestAlone\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The transcript the meeting would be without the others.\"}]}],\"default\":null,\"doc\":\"Null when withdrawn.\"},{\"name\":\"speakers\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"SpeakerMapping\",\"doc\":\"What one label of one source stands for.\",\"fields\":[{\"name\":\"transcriptId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The source.\"},{\"name\":\"label\",\"type\":\"string\",\"doc\":\"As the source writes it.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The person; null where nothing tells.\"},{\"name\":\"confidence\",\"type\":\"double\",\"doc\":\"0 to 1: how sure that is.\"},{\"name\":\"reason\",\"type\":\"string\",\"doc\":\"For a person.\"}]}},\"default\":[],\"doc\":\"Every label of every source.\"},{\"name\":\"revisedAt\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the delivery or the person's command that caused this revision was received.\"}]}",
)

/** A delivery that was refused because it could not be trusted. Value of security.events.v1. Key: remoteAddress. */
export interface SecurityEvent {
  /** Identity of this event. */
  readonly eventId: string
  /** webhook.signature_verification_failed, webhook.timestamp_outside_window, webhook.unknown_integration. */
  readonly type: string
  /** The platform whose endpoint was called. */
  readonly platform: string
  /** The integration addressed, if any. */
  readonly integrationId: null | string
  /** Who sent it. */
  readonly remoteAddress: string
  /** What was wrong. */
  readonly detail: string
  /** The request's headers, secrets and tokens redacted. */
  readonly headers: Readonly<Record<string, string>>
  /** How many alike this stands for: floods are counted, not stored one by one. */
  readonly count: number
  /** When (the first of them). */
  readonly at: number
}

export const securityEventContract: AvroContract<SecurityEvent> = avro(
  "{\"type\":\"record\",\"name\":\"SecurityEvent\",\"namespace\":\"hansard\",\"doc\":\"A delivery that was refused because it could not be trusted. Value of security.events.v1. Key: remoteAddress.\",\"fields\":[{\"name\":\"eventId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"Identity of this event.\"},{\"name\":\"type\",\"type\":\"string\",\"doc\":\"webhook.signature_verification_failed, webhook.timestamp_outside_window, webhook.unknown_integration.\"},{\"name\":\"platform\",\"type\":\"string\",\"doc\":\"The platform whose endpoint was called.\"},{\"name\":\"integrationId\",\"type\":[\"null\",{\"type\":\"string\",\"logicalType\":\"uuid\"}],\"default\":null,\"doc\":\"The integration addressed, if any.\"},{\"name\":\"remoteAddress\",\"type\":\"string\",\"doc\":\"Who sent it.\"},{\"name\":\"detail\",\"type\":\"string\",\"doc\":\"What was wrong.\"},{\"name\":\"headers\",\"type\":{\"type\":\"map\",\"values\":\"string\"},\"doc\":\"The request's headers, secrets and tokens redacted.\"},{\"name\":\"count\",\"type\":\"int\",\"default\":1,\"doc\":\"How many alike this stands for: floods are counted, not stored one by one.\"},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When (the first of them).\"}]}",
)

/** What a platform said happened, verified and attributed to a workspace. Value of webhooks.verified.v1 (every authentic delivery) and webhooks.unique.v1 (the first delivery of each revision). Key: workspaceId:externalId. */
export interface WebhookEvent {
  /** Identity of the delivery, made by the ingress (UUIDv7) and answered to the platform. */
  readonly webhookEventId: string
  /** zoom, fireflies, otter. */
  readonly platform: string
  /** The platform's own event name, normalised in spelling: recording.transcript_completed, meeting.transcribed, conversation_completed. */
  readonly eventType: string
  /** The tenant. */
  readonly workspaceId: string
  /** The integration whose secret authenticated the delivery. */
  readonly integrationId: string
  /** The meeting's identity at the platform. Zoom: accountId/uuid of the occurrence. */
  readonly externalId: string
  /** Other names a person may know the same thing by: Zoom meeting number, bare uuid. */
  readonly aliases: readonly string[]
  /** Fingerprint (SHA-256, hex) of what the event says: equal for a re-sent event, different for an edited transcript. */
  readonly revision: string
  /** What the revision is a state of, within externalId: of two revisions of one subject the later one (occurredAt) replaces the other. */
  readonly subject: string
  /** When the platform says it happened; null where it does not say. */
  readonly occurredAt: null | number
  /** When the ingress received the delivery. */
  readonly receivedAt: number
  /** JSON, particular to the platform: what fetching the transcript needs to know, without secrets. */
  readonly content: string
  /** What fetching needs to know and nobody else may (download tokens and addresses): an AES-256-GCM envelope under the key ring, bound to webhookEventId. */
  readonly sealed: null | string
}

export const webhookEventContract: AvroContract<WebhookEvent> = avro(
  "{\"type\":\"record\",\"name\":\"WebhookEvent\",\"namespace\":\"hansard\",\"doc\":\"What a platform said happened, verified and attributed to a workspace. Value of webhooks.verified.v1 (every authentic delivery) and webhooks.unique.v1 (the first delivery of each revision). Key: workspaceId:externalId.\",\"fields\":[{\"name\":\"webhookEventId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"Identity of the delivery, made by the ingress (UUIDv7) and answered to the platform.\"},{\"name\":\"platform\",\"type\":\"string\",\"doc\":\"zoom, fireflies, otter.\"},{\"name\":\"eventType\",\"type\":\"string\",\"doc\":\"The platform's own event name, normalised in spelling: recording.transcript_completed, meeting.transcribed, conversation_completed.\"},{\"name\":\"workspaceId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The tenant.\"},{\"name\":\"integrationId\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"The integration whose secret authenticated the delivery.\"},{\"name\":\"externalId\",\"type\":\"string\",\"doc\":\"The meeting's identity at the platform. Zoom: accountId/uuid of the occurrence.\"},{\"name\":\"aliases\",\"type\":{\"type\":\"array\",\"items\":\"string\"},\"default\":[],\"doc\":\"Other names a person may know the same thing by: Zoom meeting number, bare uuid.\"},{\"name\":\"revision\",\"type\":\"string\",\"doc\":\"Fingerprint (SHA-256, hex) of what the event says: equal for a re-sent event, different for an edited transcript.\"},{\"name\":\"subject\",\"type\":\"string\",\"default\":\"\",\"doc\":\"What the revision is a state of, within externalId: of two revisions of one subject the later one (occurredAt) replaces the other.\"},{\"name\":\"occurredAt\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"When the platform says it happened; null where it does not say.\"},{\"name\":\"receivedAt\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the ingress received the delivery.\"},{\"name\":\"content\",\"type\":\"string\",\"doc\":\"JSON, particular to the platform: what fetching the transcript needs to know, without secrets.\"},{\"name\":\"sealed\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What fetching needs to know and nobody else may (download tokens and addresses): an AES-256-GCM envelope under the key ring, bound to webhookEventId.\"}]}",
)
