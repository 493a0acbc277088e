import type { KnownName } from '../subtitles/speaker-labels.ts'
import { parseSubtitles, type Subtitles } from '../subtitles/subtitles.ts'

/** Reads WebVTT as Zoom writes it: the speaker stands before the words, as `Name: text`. Never throws; linear in the text's length. */
export const parseVtt = (text: string, isKnown?: KnownName): Subtitles => parseSubtitles(text, 'vtt', isKnown)
