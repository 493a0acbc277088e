/**
 * Keeps what others say from making time series without end: the first `most` values that look like names are themselves, whatever
 * comes later or looks otherwise is `other`.
 */
export const boundedLabel = (most: number): ((value: string) => string) => {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= most || !looksLikeName.test(value)) return 'other'
    known.add(value)
    return value
  }
}

const looksLikeName = /^[A-Za-z][\w.-]{0,63}$/
