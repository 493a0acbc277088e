import type { Random } from './random.ts'
import type { Person } from './meeting.ts'

const FIRST =
  'Amara | Björn | Chiara | Dilan | Esra | Farid | Grace | Henrik | Ines | João | Katja | Liam | Mei | Noor | Oskar | Paloma | Quentin | Rosa | Sven | Thandi | Ulrike | Viktor | Wanjiru | Xenia | Yusuf | Zofia'
const LAST =
  'Abara | Bergström | Castellano | Demir | Eriksen | Fontaine | Guerrero | Hoang | Iversen | Jankowski | Kaya | Lindholm | Moreau | Nakamura | Okafor | Petrov | Quintana | Rossi | Schäfer | Tanaka | Usman | Vargas | Weiss | Yilmaz | Zhang'
const PRONOUNS = ['she/her', 'he/him', 'they/them', 'guest', 'Office 3']

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()

const labelsFor = (name: string, first: string, random: Random): Person['labels'] => ({
  zoom: random.chance(0.25) ? `${name} (${random.pick(PRONOUNS)})` : name,
  fireflies: random.chance(0.2) ? null : random.chance(0.3) ? first : name,
  otter: random.chance(0.3) ? null : name,
})

/** People with different names, addresses in the domain, and what each platform calls them. */
export const inventPeople = (count: number, domain: string, random: Random): Person[] => {
  const lasts = random.shuffle(LAST.split(' | '))
  return random
    .shuffle(FIRST.split(' | '))
    .slice(0, count)
    .map((first, index) => {
      const last = lasts[index] ?? 'Doe'
      const name = `${first} ${last}`
      return { name, email: `${plain(first)}.${plain(last)}@${domain}`, labels: labelsFor(name, first, random) }
    })
}
