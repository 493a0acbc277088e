/** What the ingress is told to run without limits. */
export const limiterOff: Readonly<Record<string, string>> = {}
