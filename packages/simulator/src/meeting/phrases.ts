import type { Grammar } from './grammar.ts'

/** How people talk in meetings, whatever about. Symbols not found here come from the theme; `{who}` is anybody's first name. */
export const phrases: Grammar = {
  day: 'Monday | Tuesday | Wednesday | Thursday | Friday | the weekend | the end of the month | next week | the holidays | the {2-28}th',
  lately:
    'since {day} | in the last {2-9} days | over the whole quarter | after we changed the plan | for the third time now | all through {month} | twice in {month}',
  month: 'January | February | March | April | May | June | July | August | September | October | November | December',
  hedge:
    'I think | to be honest | as far as I can tell | if I read the numbers right | from what {who} saw {where} | between us | strictly speaking | I could be wrong | my gut says | according to {who}',
  soon: 'by {day} | before lunch | this afternoon | within {2-6} days | tonight | before anybody asks | in {month} | while {who} is away | first thing tomorrow',
  amount: '{2-19} | about {20-95} | nearly {2-9} hundred | exactly {11-99} | fewer than {20-60} | {101-990} | between {2-9} and {10-30}',
  kind: 'old | second | borrowed | expensive | temporary | spare | unloved | shiny | Danish | rented | half-finished | famous | smaller | noisy | forgotten | official | blue | experimental | heavy | backup | imported | seasonal | wobbly | certified | original | improvised',
  feeling:
    'which worries me | which is a relief | and I did not expect that | so far so good | and {who} knows it | as usual | which {who} predicted | not that anybody noticed | and it shows {where} | at least on paper | and that is the good news | to everyone’s surprise',
  lead: 'Well, | So, | Look, | You know, | Just quickly, | On that, | Before I forget, | Speaking of {party}, | {who}, correct me: | Let me add: | Honestly, | Small thing: | Coming back to {day}, | Funny enough, | In short, | For {month},',

  report:
    'we are at {amount} {measure}, {hedge} | {lately} the {thing} has taken {amount} {measure} | I looked at the {kind} {part} {where}: {problem} | the {thing} is done, except for the {kind} {part} | {things} are the surprise, {amount} of them {lately} | what {who} found {where} is that {problem} | {party} told me that {problem} | on the {thing}: {amount} {measure} now, it was {amount} {lately} | {who} counted {amount} {things} {where} | the {kind} {thing} behaves, {feeling} | out of {amount} {things} only {2-9} came back | I spent {day} with {party} and the {part}, {feeling} | our {measure} went from {amount} to {amount} {lately} | {problem}, and {who} had to stay {where} | there is a {kind} {part} lying {where} and nobody claims it',
  detail:
    'and {problem} | it started {where}, then the {part} went too | {hedge}, the {kind} {part} is the real reason | that costs us {amount} {measure} | nobody had written down who orders the {things} | the {part} is {2-15} years old, after all | it only happens {where}, {feeling} | {party} saw the same with their {kind} {things} | {who} has photographs of the {part} | one of the {kind} {things} made it worse | we paid for {amount} {measure} and got half | the invoice from {party} says something else | you can hear the {part} from {where} | without {who} we would still be looking for the {things}',
  question:
    'do we know why {problem} | who talks to {party} | how many {kind} {things} does that mean | could we {deed} {soon} | what happens to the {thing} if {problem} | is the {part} {where} part of this | when did anybody last check the {kind} {part} | is {amount} {measure} enough | what would {party} say if we {deed} | {who}, was it you who wanted to {deed} | does {party} charge us for the {things} | can {who} live with {amount} {measure} | where did the {kind} {things} go {lately} | is there a {kind} {thing} that we forget | would {who} take over the {thing} {soon}',
  answer:
    'not yet, but {party} promised an answer {soon} | yes, {hedge} | {amount}, and that is without the {things} | it depends on the {kind} {part} | I asked {party}, they say {problem} | we could {deed}, that would buy us time | no, the {thing} does not touch that | {hedge} it was {lately} | ask {who}, not me | only if {party} pays for the {things} | somewhere around {amount} {measure} | {who} tried, {feeling} | the {kind} one {where}, yes | there is nothing about the {part} in the contract | let me look that up, it was {amount} in {month}',
  proposal:
    'I would rather {deed} | why do we not {deed} and leave the {thing} alone? | my suggestion: {deed}, then look at the {measure} again | let us {deed} {soon} | if {problem}, then we should {deed} first | what about the {kind} {things} {where}, could they wait? | we might {deed} and ask {party} to pay half | give {who} the {thing} and {deed} {soon} | put the {kind} {part} {where} and see what happens | for {amount} {measure} {party} would do it | start with {2-9} {things}, {where} | a {kind} {thing} instead of two, and {who} looks after it',
  objection:
    'I am not convinced, because {problem} | that helps the {thing} but not the {things} | {party} will never agree to that | we tried that {lately}, and {problem} | with {amount} {measure} I would not dare | then {who} has to stay {where} overnight | it is cheaper to replace the {kind} {part} | {who} would be furious, {feeling} | not before {month}, please | the {things} {where} say otherwise | and who explains it to {party}? | you forget the {kind} {thing}',
  decision:
    'good, so we {deed} | then it is decided: we {deed} {soon} | agreed, the {kind} {thing} stays and the {things} wait until {day} | let us write that down: {amount} {measure} is the limit | fine by me, as long as {party} knows {soon} | so we keep the {part} and {deed} | settled, {who} and {who} {deed} | no {things} before {month}, then | we go with the {kind} {part}, {feeling} | one more week for the {thing}, then we {deed}',
  task: 'I will call {party} {soon} | I take the {kind} {thing} | I send the list of {things} round {soon} | I check the {part} myself, {where} | leave {party} to me | I write up the numbers {soon} | I measure it again {where} {soon} | {who} and I go {soon} | {who} can have my notes about {party} | I order {amount} {things} and one {part} | I book {who} for {month} | the {kind} {part} is on my list for {day}',
  aside:
    'sorry, the line broke up, can you say that again? | there is a dog {where}, ignore it. | one second, somebody is at the door. | can you see my screen? | I brought {amount} photographs, I will not show them all. | remind me to tell you about {party} later. | it is raining {where} again. | {who}, you are muted. | is {who} still on the train? | happy birthday for {day}, {who}. | my coffee is cold, as always in {month}.',
  short:
    'Mm-hm | Right | Yes | Okay | Exactly | I see | Not really | Fair enough | Hm | Good point | True | Thanks, {who} | Poor {who} | {amount}? | Really | Never',

  opening:
    'good morning, everybody, let us begin with the {kind} {thing} | hello all, we have {20-55} minutes and the {thing} to settle | welcome back, last time we stopped at the {things} | shall we start, the {thing} comes first and then {party} | thanks for coming, I want to leave with one decision about the {kind} {thing}',
  closing:
    'thank you, that was useful, we meet again on {day} | good, then I close here, {who} sends the notes {soon} | that was all on the {thing}, thanks everybody | we are out of time, the {things} go to {day} | see you in {month}, and greetings to {party}',
}

/** What may follow what, so that a conversation hangs together: an answer after a question, an objection after a proposal. */
export const follows: Readonly<Record<string, readonly string[]>> = {
  opening: ['report', 'report', 'aside'],
  report: ['question', 'question', 'detail', 'proposal', 'short', 'report'],
  detail: ['question', 'proposal', 'short', 'report'],
  question: ['answer', 'answer', 'answer', 'aside'],
  answer: ['proposal', 'report', 'detail', 'short', 'question'],
  proposal: ['objection', 'decision', 'question', 'short'],
  objection: ['proposal', 'answer', 'detail', 'decision'],
  decision: ['task', 'task', 'report', 'short'],
  task: ['report', 'question', 'short', 'task'],
  aside: ['report', 'proposal'],
  short: ['report', 'proposal', 'question', 'detail'],
}
