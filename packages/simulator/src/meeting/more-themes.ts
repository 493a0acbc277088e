import type { Grammar } from './grammar.ts'

/** As `themes`. */
export const moreThemes: readonly Grammar[] = [
  {
    title: 'School timetable | Term planning | Classrooms and exams',
    thing: 'exam week | chemistry lab | substitute list | parents’ evening | library rota | swimming lesson | music room | lunch break',
    things: 'report cards | exchange pupils | laptops | fire drills | field trips | locker keys | reading groups',
    part: 'bell controller | fume hood | whiteboard lamp | stage curtain | gym floor | printer tray',
    measure:
      'pupils per class | lessons without a teacher | minutes between bells | tablets in repair | signatures from parents | free rooms on Tuesday',
    problem:
      'two choirs are booked into the same hall | the bus arrives nine minutes after the first bell | the ninth grade has no physics teacher until spring | the lab gas is shut off since the inspection | half the parents got the old letter',
    deed: 'move gymnastics to the afternoon | split the ninth grade | ask the retired colleague for two months | shift the bells by ten minutes | cancel the second field trip',
    where: 'in the music room | in the annex | in the old gym | on the third floor',
    party: 'the bus company | the school board | the parents’ council | the caretaker | the neighbouring school',
  },
  {
    title: 'Database migration | Storage sync | Cutover rehearsal',
    thing: 'read replica | cutover script | schema change | backup job | billing export | feature flag | connection pool | rollback plan',
    things: 'dashboards | stale indexes | background jobs | customer tickets | access tokens | slow reports | test accounts',
    part: 'write-ahead log | load balancer | retry queue | cache layer | cron entry | foreign key',
    measure: 'rows a second | gigabytes left | failed jobs | seconds of lag | open connections | alerts since Monday',
    problem:
      'the replica falls behind every night at two | one table has no primary key | the export doubles the last invoice | the rollback was never rehearsed | the pool runs dry when reports start',
    deed: 'copy the archive tables first | freeze schema changes for a week | rehearse the rollback on staging | cut the batch size in half | turn off the nightly report',
    where: 'on staging | in the Frankfurt region | on the reporting node | in the on-call channel',
    party: 'the hosting provider | the payments vendor | the audit team | customer support | the security group',
  },
  {
    title: 'City cycling lanes | Harbour street redesign | Traffic trial',
    thing: 'bus stop | kerb line | tram crossing | parking survey | roundabout | school street | bridge ramp | pilot phase',
    things: 'cargo bikes | loading bays | plane trees | bollards | complaint letters | traffic counters | street lamps',
    part: 'drain cover | signal phase | red asphalt | guard rail | tactile paving | sign post',
    measure: 'cyclists a day | parking spaces lost | crashes since May | signatures against it | seconds of green | centimetres of width',
    problem:
      'delivery vans stop on the red asphalt | the counters were blind for a week of rain | the tram needs forty centimetres more | the bakers fear for their customers | the ramp is icy until ten in the morning',
    deed: 'narrow the car lane | move the bus stop beyond the crossing | count again after the holidays | close the school street at eight | paint before we build',
    where: 'on Harbour Street | at the bridge ramp | in front of the school | at the tram depot',
    party: 'the tram operator | the shopkeepers | the fire brigade | the cyclists’ union | the planning committee',
  },
  {
    title: 'Game studio milestone | Level design review | Playtest findings',
    thing: 'tutorial level | boss fight | save system | inventory screen | co-op mode | dialogue tree | launch trailer | difficulty curve',
    things: 'crash reports | side quests | voice lines | character skins | translation files | playtesters | shader variants',
    part: 'jump animation | camera rig | lighting bake | collision mesh | sound bank | particle effect',
    measure: 'frames a second | players who quit | minutes per level | open bugs | megabytes of textures | wishlists',
    problem:
      'players miss the ladder behind the waterfall | the boss can be beaten by standing still | saves from the demo do not load | the frame rate halves when it snows | the Polish text overflows its boxes',
    deed: 'cut the third side quest | light the ladder | ship the demo without co-op | rewrite the save header | give the boss a second phase',
    where: 'in the waterfall level | on the older console | in the demo build | at the expo booth',
    party: 'the publisher | the console certification team | the voice studio | the translators | the trailer agency',
  },
  {
    title: 'Orchard and harvest | Irrigation plan | Cider season',
    thing: 'drip line | cider press | frost alarm | bee contract | picking crew | cold store | pear block | pruning course',
    things: 'apple bins | wasp traps | seedlings | bottle caps | ladders | pear trees | juice orders',
    part: 'pump filter | nozzle | soil probe | tractor hitch | belt guard | pressure gauge',
    measure: 'bins a day | litres per tree | degrees at dawn | pickers on Saturday | bottles unsold | percent sugar',
    problem:
      'the lower rows get no water after six | the frost alarm rang in the wrong house | the press leaves too much pulp | starlings found the cherries | the cold store smells of onions',
    deed: 'pick the early block first | flush the filters twice a week | net the cherries | rent bees for another fortnight | press at night',
    where: 'in the lower rows | at the pump house | in the cold store | on the south slope',
    party: 'the beekeeper | the water board | the cooperative | the bottle supplier | the picking agency',
  },
  {
    title: 'Hospital ward move | Night staffing | Bed planning',
    thing: 'night rota | medicine cabinet | bed lift | visitor policy | handover sheet | isolation room | call system | breakfast trolley',
    things: 'infusion pumps | agency nurses | wheelchairs | discharge letters | linen bags | mattresses | patient files',
    part: 'oxygen outlet | door closer | bedside lamp | badge reader | sink tap | bed rail',
    measure:
      'beds on the new floor | uncovered shifts | calls a night | pumps out for repair | minutes to theatre | discharges before noon',
    problem:
      'the lift refuses the wide beds | the call system rings on the empty floor | the linen comes after the morning round | agency nurses have no badge | two rooms still smell of paint',
    deed: 'move the quiet patients first | open the new floor with ten beds | hand over at the bedside | badge the agency staff at the door | order breakfast an hour later',
    where: 'on the new floor | at the nurses’ station | in the bed store | by the east lift',
    party: 'the lift company | the union | the pharmacy | the laundry | the fire officer',
  },
]
