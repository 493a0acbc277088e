import { uuidV5 } from './ids.ts'

/** The id of a platform's transcript of a meeting, over all its revisions: known before there is a transcript. */
export const transcriptIdOf = (meeting: { readonly workspaceId: string; readonly platform: string; readonly externalId: string }): string =>
  uuidV5('transcript', meeting.workspaceId, meeting.platform, meeting.externalId)
