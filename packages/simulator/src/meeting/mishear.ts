import type { Random } from './random.ts'

/** Words that recognisers take for each other. The left one was said, the right one was written down. */
const CONFUSIONS = `launch=lunch legal=regal load=lode courier=carrier clause=claws queue=cue lock=log tax=tacks rate=weight
test=text list=least order=other orders=others workers=walkers slow=low thirty=thirteen ninety=nineteen four=for two=to to=two
their=there there=their your=you're we=he he=we and=in in=and the=a a=the is=was are=our our=are for=four by=buy right=write
new=knew know=no hour=our week=weak see=sea sent=send send=sent plan=plane plans=planes part=park parts=parks cost=costs
costs=cost meet=meat site=sight piece=peace weather=whether whether=weather than=then then=than would=could could=would
can=can't price=prize prices=prizes draft=draught batch=bath train=drain rain=train tile=title team=theme theme=team
sample=simple samples=examples valve=value road=rode root=route route=root coast=cost flour=flower seed=seat seats=seeds
light=right lights=rights hall=hole track=truck tracks=trucks bridge=fridge glass=class class=glass pump=bump wheel=will
north=not south=so east=least first=thirst last=lost next=text ship=chip ships=chips later=letter better=bitter board=bored
budget=budgets number=numbers people=pupil still=steal maybe=baby actually=actual because=cause before=for`

const heardAs = new Map(
  CONFUSIONS.split(/\s+/).flatMap((pair): [string, string][] => {
    const [said, written] = pair.split('=')
    return said !== undefined && written !== undefined ? [[said, written]] : []
  }),
)

const WORD = /[\p{L}\p{N}']+/gu

const capitalisedLike = (word: string, model: string): string =>
  /^\p{Lu}/u.test(model) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word

/** The text with some of its easily confused words replaced, each with this probability. Punctuation stays. */
export const mishear = (text: string, probability: number, random: Random): string =>
  text.replaceAll(WORD, (word) => {
    const written = heardAs.get(word.toLowerCase())
    return written !== undefined && random.chance(probability) ? capitalisedLike(written, word) : word
  })

/** As a recogniser writes before anything adds punctuation: lower case, words only. */
export const unpunctuated = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}' ]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
