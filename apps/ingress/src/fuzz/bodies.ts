import type { Random } from './random.ts'

/** The body of a delivery, spoilt in one of the ways that strangers and bugs know. */
export const spoiltBody = (random: Random, honest: string): Buffer => {
  const spoil = random.of(ways)
  return spoil(random, honest)
}

type Spoil = (random: Random, honest: string) => Buffer

const nasty: readonly [string, ...string[]] = [
  'null',
  'true',
  '0',
  '-0',
  '1e400',
  '-1e400',
  '123456789012345678901234567890',
  '0.1e-999',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00x"',
  '[]',
  '{}',
  '[[]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"valueOf":2}',
  '"' + 'a'.repeat(5_000) + '"',
  '"../../etc/passwd"',
  '"${jndi:ldap://x}"',
  '"\'; DROP TABLE x; --"',
]

/** Puts a nasty value in the place of some value of the text. */
const wrongType: Spoil = (random, honest) => {
  const values = [...honest.matchAll(/(?<=[:[,]\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)(?!\s*:)/g)]
  const value = values[random.below(values.length)]
  if (value === undefined) return Buffer.from(honest)
  return Buffer.from(honest.slice(0, value.index) + random.of(nasty) + honest.slice(value.index + value[0].length))
}

const flipped: Spoil = (random, honest) => {
  const body = Buffer.from(honest)
  for (let times = 1 + random.below(8); times > 0; times -= 1) body[random.below(body.length)] = random.below(256)
  return body
}
const inserted: Spoil = (random, honest) => {
  const at = random.below(honest.length)
  const what = random.of([
    Buffer.from([0]),
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xc0, 0x80]),
    Buffer.from('\uFEFF'),
    Buffer.from('\u2028'),
    random.bytes(20),
  ])
  return Buffer.concat([Buffer.from(honest.slice(0, at)), what, Buffer.from(honest.slice(at))])
}
const doubled: Spoil = (random, honest) => {
  const keys = [...honest.matchAll(/"([^"\\]+)"\s*:/g)]
  const key = keys[random.below(keys.length)]
  return Buffer.from(key === undefined ? honest : honest.slice(0, key.index) + `"${key[1]}":${random.of(nasty)},` + honest.slice(key.index))
}
const polluted: Spoil = (random, honest) =>
  Buffer.from(honest.replace('{', `{"__proto__":${random.of(nasty)},"constructor":{"prototype":{"polluted":1}},`))
const deep: Spoil = (random) => {
  const levels = random.of([65, 1_000, 100_000])
  const [open, close] = random.of<readonly [string, string]>([
    ['[', ']'],
    ['{"a":', '}'],
  ])
  const whole = random.of([true, false])
  return Buffer.from(open.repeat(levels) + '1' + (whole ? close.repeat(levels) : ''))
}
const sized: Spoil = (random, honest) => {
  const size = 1_048_576 + random.of([-1, 0, 1])
  return Buffer.from(honest.padEnd(size, ' ').slice(0, size))
}
const wide: Spoil = (random, honest) => {
  const many = random.of([1_000, 20_000])
  return Buffer.from(honest.replace('{', `{${Array.from({ length: many }, (_, index) => `"k${index}":0`).join(',')},`))
}

/** Those that cost much are rare. */
const common: readonly Spoil[] = [
  ...Array.from({ length: 8 }, () => wrongType),
  ...Array.from({ length: 4 }, () => flipped),
  ...Array.from({ length: 3 }, () => inserted),
  ...Array.from({ length: 3 }, () => doubled),
  polluted,
  (_random, honest) => Buffer.from(honest),
  (random, honest) => Buffer.from(honest.slice(0, random.below(honest.length))),
  () => Buffer.alloc(0),
  (random) => random.bytes(random.below(300)),
  (_random, honest) => Buffer.from(honest, 'utf16le'),
  (_random, honest) => Buffer.from(honest + honest),
  (random, honest) => random.of([deep, sized, wide])(random, honest),
]
const ways: readonly [Spoil, ...Spoil[]] = [wrongType, ...common]
