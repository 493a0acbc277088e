import { readFileSync } from 'node:fs'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The images of others in a compose file or a Dockerfile, as they are written there. Hansard's own are built here. */
export const foreignImages = (text: string): readonly string[] =>
  [...text.matchAll(/^(?: *image: |ARG [A-Z]+_IMAGE=)(\S+)$/gm)]
    .map(([, image = '']) => image)
    .filter((image) => !image.startsWith('hansard/'))

/** Those of this repository. */
export const usedImages = (): readonly string[] => [
  ...new Set(['docker-compose.yml', 'Dockerfile'].flatMap((path) => foreignImages(read(path)))),
]

/** `tag` is what people read, `digest` what is run; an image that is not pinned has none. Throws for a pin that is none. */
export const pinOf = (image: string): { readonly tagged: string; readonly digest?: string } => {
  const [tagged = '', digest, ...more] = image.split('@')
  if (!/:[\w][\w.-]*$/.test(tagged)) throw new Error(`${image} has no tag: nobody sees which version it is`)
  if (digest === undefined) return { tagged }
  if (more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`${image} has a digest that is none: sha256: and 64 hexadecimal digits`)
  return { tagged, digest }
}
