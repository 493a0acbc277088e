const zoomHost = /^(?:[a-z0-9-]+\.)*(?:zoom\.us|zoom\.com|zoomgov\.com)$/

/** The host of the meeting's join link: the account's own, which the share address tells, else zoom.us. */
export const joinHostOf = (shareUrl: string | null): string => {
  if (shareUrl === null || !URL.canParse(shareUrl)) return 'zoom.us'
  const { hostname } = new URL(shareUrl)
  return zoomHost.test(hostname) ? hostname : 'zoom.us'
}

/** `https://{host}/j/{meeting number}`, the link that calendars and the other platforms' bots know the meeting by. */
export const zoomJoinUrl = (joinHost: string, meetingId: string | null): string | null =>
  meetingId !== null && /^\d{9,12}$/.test(meetingId) ? `https://${joinHost}/j/${meetingId}` : null
