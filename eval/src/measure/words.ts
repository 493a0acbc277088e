import type { Bank } from '../language/bank.ts'

/** Splits text into the words that are compared: no case, no marks, numbers as they are spoken, no hesitations. Characters where there are no spaces. */
export const comparer = ({ joiner, numbers, fillers }: Bank): ((text: string) => readonly string[]) => {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[’']/g, '')
      .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
      .trim()
  const spoken = numbers
    .map(([said, written]) => [` ${plain(written)} `, ` ${plain(said)} `] as const)
    .toSorted(([x], [y]) => y.length - x.length)
  const empty = fillers.map((filler) => ` ${plain(filler)} `)
  const words = (text: string): readonly string[] => {
    let padded = ` ${plain(text).replaceAll(' ', '  ')} `
    for (const [written, said] of spoken)
      padded = padded.replaceAll(written.replaceAll(/(?<=\S) (?=\S)/g, '  '), said.replaceAll(/(?<=\S) (?=\S)/g, '  '))
    for (const filler of empty) padded = padded.replaceAll(filler.replaceAll(/(?<=\S) (?=\S)/g, '  '), ' ')
    return padded.split(' ').filter((word) => word !== '')
  }
  if (joiner === ' ') return words
  return (text) => {
    let bare = plain(text).replaceAll(' ', '')
    for (const [said, written] of numbers) bare = bare.replaceAll(plain(written).replaceAll(' ', ''), plain(said))
    for (const filler of fillers) bare = bare.replaceAll(filler, '')
    return Array.from(bare)
  }
}
