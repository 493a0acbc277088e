/**
 * How long a field may be, in UTF-16 units, and how many a list may hold. Many times what people and platforms use: whatever is longer is
 * somebody's mistake or attack. What was said has no limit but the document's size.
 */
export const limits = {
  title: 500,
  name: 200,
  /** The longest address there can be: 64 for the mailbox, 255 for the domain (https://www.rfc-editor.org/rfc/rfc3696, errata 1690). */
  email: 320,
  /** Longer than browsers and proxies agree on. */
  url: 4_096,
  token: 8_192,
  identity: 256,
  /** Words that platforms choose from a list of their own: statuses, formats, codes. */
  code: 100,
  /** Guests, attendees, participants. */
  people: 1_000,
  /** Distinct speakers of one transcript. */
  speakers: 1_000,
  /** Entries of a recording, whatever they are; and of them those that are transcripts. */
  recordingFiles: 1_000,
  transcriptFiles: 100,
  /** Errors beside an answer, and the steps of a path in it. */
  faults: 20,
} as const
