const personal = ['pwd', 'password', 'passcode', 'tk', 'token', 'uname']

/** The link by which people join a meeting, without passcodes and personal tokens; null for anything that is no web address. */
export const joinLink = (text: string | null): string | null => {
  const url = text === null ? null : URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (url.href.includes('?')) for (const name of personal) url.searchParams.delete(name)
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href
}
