/** What shows nothing of its own: format characters (direction, joiners, zero width, tags), fillers that look like a space, and selectors of variants. */
const invisible = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]|[\u180b-\u180d]|[\u{e0100}-\u{e01ef}]/gu

/**
 * Text from outside as one line that moves no cursor and reads as what it is: control characters (also those of C1, and line separators)
 * become a space, marks that nobody sees go.
 */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(invisible, '')
    .trim()

const colour = String.raw`\u001b\[\d{1,3}m`
const unseen = String.raw`[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\uffa0\u{e0100}-\u{e01ef}\ud800-\udfff]`
const withColours = new RegExp(`${colour}|${unseen}`, 'gu')
const withoutColours = new RegExp(unseen, 'gu')

/**
 * What is about to be written to a terminal or a log, as a last lock: line ends and tabs stay, where `colours` is true our own colours, too;
 * every other character that is not seen is written as its escape, `\u202e`, as JSON has it: in JSON, nothing is lost.
 */
export const visible = (text: string, colours = false): string =>
  text.replaceAll(colours ? withColours : withoutColours, (found) =>
    found === '\n' || found === '\t' || (found.length > 2 && found.startsWith('\u001b')) ? found : escaped(found),
  )

const escaped = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
