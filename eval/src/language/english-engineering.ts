import { bars, lines, type Bank } from './bank.ts'

export const englishEngineering: Bank = {
  name: 'English, engineering',
  joiner: ' ',
  people: bars(
    'Nadia Haddad|Tom Becker|Priya Raman|Liam O’Connor|Grace Okafor|Hiro Tanaka|Marta Kowalska|Ben Ashworth|Sofia Duarte|Callum Reid|Yusuf Demir|Elena Petrova',
  ),
  sentences: lines(`
    yesterday i {did} the {noun} and today i want to {verb} the {noun2} for {thing}
    so the {noun} in {thing} is still {adj} because the {noun2} keeps {ing}
    i think we should {verb} the {noun} before we touch the {noun2}
    can you {verb} the {noun} {when} {name} or is that too early
    what happens when the {noun} {fails} while the {noun2} is {ing}
    it's about {number} of the {noun} traffic i looked at the {noun2} this morning
    that was the {adj} part and we {did} it twice
    we don't have a {noun} for that and i'm not sure that {thing} would help
    if i {verb} the {noun} then the {noun2} has to wait until {when}
    the {noun} dropped from {number} to {number} after {name} {did} the {noun2}
    let's not {verb} anything until {name} has seen the {noun}
    there is a {noun} in {thing} that nobody owns and it {fails} every other week
    my worry is that the {noun2} was never {adj} in the first place
    could somebody write down that we {did} the {noun} without a {noun2}
    we had {number} alerts from {thing} and all of them were the {noun}
    i would rather {verb} it slowly than {verb2} the whole {noun} {when}
    the customer asked whether {thing} can {verb} a {noun} and i said not {when}
    honestly i've never seen the {noun} behave like that
    so who is going to {verb} the {noun2} because {name} is away
    right now the {noun} takes {number} which is {adj} but not {adj2}
    {name} mentioned that the {noun} and the {noun2} share a {noun3}
    i'll {verb} it {when} and send you the {noun3}
    we moved the {noun3} out of {thing} and nothing broke so far
    how do we know that the {noun} isn't {ing} again`),
  slots: {
    noun: bars(
      'deployment|migration|queue|cache|parser|scheduler|gateway|replica|index|pipeline|rollback|certificate|load balancer|ticket|branch|test suite|dashboard|memory leak|retry policy|feature flag|checkpoint|schema|lock|batch job|connection pool|snapshot|log line|token|worker|release note',
    ),
    noun2: bars(
      'compiler|ledger|broker|session|heartbeat|config map|backlog|firewall|sidecar|rate limit|build agent|staging cluster|consumer group|webhook|garbage collector|data center|on call rota|error budget|latency graph|container image|access key|partition|thread|fallback|runbook',
    ),
    noun3: bars('diff|screenshot|spreadsheet|design doc|trace|summary|link|patch|benchmark|proposal|volume|secret|timeline|disk'),
    verb: bars(
      'rewrite|merge|pause|inspect|replay|document|upgrade|isolate|profile|revert|split|rename|encrypt|measure|shard|delete|automate|review|throttle|reproduce',
    ),
    verb2: bars('break|migrate|rebuild|announce|unplug|copy|freeze|port'),
    did: bars('finished|reviewed|broke|patched|shipped|measured|renamed|reverted|debugged|tested|moved|deleted'),
    ing: bars('timing out|restarting|growing|leaking|blocking|flapping|draining|drifting|retrying|lagging behind'),
    fails: bars('crashes|stalls|runs out of memory|disappears|loops|returns garbage|gets throttled'),
    adj: bars('flaky|slow|expensive|stable|surprising|manual|undocumented|risky|green|half done|obsolete'),
    adj2: bars('great|urgent|terrible|final|acceptable'),
    when: bars('tomorrow|on thursday|next sprint|after lunch|this afternoon|before the freeze|in october|by the end of the week|later'),
  },
  numbers: [
    ['fifteen percent', '15%'],
    ['two hundred milliseconds', '200 ms'],
    ['four', '4'],
    ['ninety nine', '99'],
    ['three thousand', '3,000'],
    ['seven point five gigabytes', '7.5 GB'],
    ['twelve', '12'],
    ['half a million', '500,000'],
    ['twenty twenty six', '2026'],
  ],
  short: bars('yeah|right|okay|makes sense|sure|no|exactly|got it|fair enough|thanks|sounds good|mm hmm'),
  fillers: bars('um|uh|you know|i mean|like|sort of|er'),
  syllables: bars('ka|bri|lo|tex|ven|dra|mo|shi|fer|qua|zen|pol|tri|nex|um|gar|vel|ost|hy|plu'),
  script: lines(`
    good morning everybody and welcome to the daily stand up
    as usual please keep it to what you did yesterday what you do today and whether anything blocks you
    please mute yourselves when you are not speaking and use the raise hand button
    this call is being recorded and the notes will be shared in the channel afterwards
    we start at the top of the list and go around`),
  titles: bars('Platform sync|Release planning|Weekly engineering|Incident review|Architecture forum|Backlog grooming'),
}
