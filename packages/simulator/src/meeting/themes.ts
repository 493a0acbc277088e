import type { Grammar } from './grammar.ts'

/**
 * What a meeting can be about. `thing` and `part` are nouns without article, `things` a plural, `measure` something counted, `problem` a whole
 * clause, `deed` a verb phrase, `where` a place with its preposition, `party` somebody outside, `title` the name of the meeting.
 */
export const themes: readonly Grammar[] = [
  {
    title: 'Bakery supply | Flour and ovens | Morning shift planning',
    thing:
      'rye starter | deck oven | proofing cabinet | delivery round | croissant lamination | winter menu | flour silo | slicing machine',
    things: 'sourdough loaves | rolls for the hospital | cinnamon buns | baguettes | gluten-free trays | wholesale crates | birthday cakes',
    part: 'door seal | steam valve | mixer gearbox | cooling rack | label printer | dough divider | burner nozzle',
    measure: 'crates a morning | kilos of butter | loaves per batch | minutes of proofing | orders from cafés | sacks of spelt',
    problem:
      'the steam runs out halfway through the second load | the dough comes out two degrees too warm | the night shift has no spare baker | the mill changed the protein content without telling us | half the rolls stick to the linen',
    deed: 'bake the hospital order first | chill the water before mixing | rent the second van | move lamination to the cold room | replace the spelt supplier',
    where: 'in the back kitchen | at the market stall | at the old mill | behind the shop counter',
    party: 'the mill | the hospital kitchen | the oven technician | our landlord | the café chain',
  },
  {
    title: 'Museum night | Exhibition build-up | Loans and cases',
    thing:
      'amber exhibition | loan agreement | audio guide | whale skeleton | cloakroom plan | glass case | children’s trail | opening speech',
    things: 'display labels | school bookings | insurance papers | replica coins | gallery lamps | folding chairs | postcards',
    part: 'humidity sensor | plinth | mounting wire | security hinge | projector lens | floor plate',
    measure: 'visitors an hour | lux on the parchment | crates from Leiden | school classes a week | days of installation | loan objects',
    problem:
      'the humidity climbs whenever the garden doors open | the courier refuses to drive the amber over the pass | two labels name the wrong century | the lift is too short for the tusk | the audio guide skips the third room',
    deed: 'close the east wing for a day | reprint the labels | ask the conservator for a second opinion | borrow blackout curtains | open the garden entrance earlier',
    where: 'in the east wing | in the loading bay | under the dome | in the reading room',
    party: 'the lender in Leiden | the insurer | the conservator | the city archive | the school board',
  },
  {
    title: 'Railway maintenance window | Track and signals | Night possession',
    thing:
      'tamping machine | level crossing | signal box | possession plan | overhead wire | ballast train | timetable change | viaduct inspection',
    things: 'sleepers | axle counters | replacement buses | rail welds | drainage pipes | night crews | speed restrictions',
    part: 'point motor | insulator | cable trough | relay rack | fishplate | bearing pad',
    measure: 'metres a night | trains before six | millimetres of twist | tonnes of ballast | minutes of delay | welds per shift',
    problem:
      'the point motor freezes below minus eight | the ballast train is booked by another region | the crossing gates open a second too late | nobody measured the gauge after the flood | the welders have only one generator',
    deed: 'shorten the possession by an hour | run buses from the junction | grind the curve again | heat the points | measure the viaduct with the drone',
    where: 'at the north junction | on the viaduct | between the tunnels | at kilometre {12-88}',
    party: 'the freight operator | the bus company | the inspectorate | the county council | the signal supplier',
  },
  {
    title: 'Coffee roastery planning | Green beans and blends | Cupping results',
    thing: 'Ethiopian lot | house blend | sample roaster | cupping form | subscription box | afterburner | harvest contract | decaf line',
    things: 'jute bags | tasting notes | espresso pods | cupping bowls | cafe accounts | roast curves | paper pouches',
    part: 'drum bearing | chaff collector | gas regulator | bean probe | cooling arm | sealing jaw',
    measure: 'bags from Sidama | degrees at first crack | points on the cupping sheet | pouches a day | cents a pound | days at sea',
    problem:
      'the probe reads six degrees low after noon | the pouches leak along the bottom seam | the harvest left port three weeks late | the decaf tastes of cardboard | two blends share one label',
    deed: 'roast the lot a shade lighter | calibrate the probe daily | split the harvest contract | drop the paper pouch | cup everything blind',
    where: 'at the port warehouse | on the roasting floor | in the tasting room | at the washing station',
    party: 'the exporter | the packaging firm | the shipping agent | the café owners | the lab in Trieste',
  },
  {
    title: 'Clinical trial steering | Site recruitment | Safety review',
    thing:
      'consent form | placebo arm | dosing schedule | interim analysis | ethics amendment | randomisation list | sleep diary | monitoring visit',
    things: 'blood samples | adverse events | screening failures | site contracts | patient diaries | query letters | freezer logs',
    part: 'centrifuge lid | courier box | barcode reader | infusion line | temperature logger | wristband',
    measure: 'patients enrolled | open queries | sites in recruitment | milligrams a day | visits missed | days to database lock',
    problem:
      'the freezer in Graz lost its log for a weekend | two patients got the same number | the diary app forgets the evening entry | recruitment stands still since the holidays | the lab reports in the wrong unit',
    deed: 'train the new nurses again | send the samples by night courier | ask for a waiver | close the slowest site | unblind only the one patient',
    where: 'at the Graz site | in the pharmacy | on the second ward | in the central lab',
    party: 'the ethics board | the sponsor | the statistician | the central pharmacy | the data safety committee',
  },
  {
    title: 'Festival logistics | Stages and gates | Camping and water',
    thing: 'main stage | wristband system | shuttle plan | noise permit | camping field | headliner contract | rain plan | food court',
    things: 'portable toilets | generators | volunteers | stage barriers | drinking taps | artist passes | walkie-talkies',
    part: 'rigging truss | fog machine | cable ramp | ticket scanner | water tank | delay speaker',
    measure: 'tickets sold | volunteers short | decibels at the fence | litres an hour | buses on Sunday | metres of fence',
    problem:
      'the scanners need a signal that the valley does not have | the headliner wants the earlier slot | the field floods at the lower gate | the neighbours measured us at midnight | the generators arrive after the stage crew',
    deed: 'move the tents uphill | print paper lists for the gate | swap the two evening acts | hire a second water truck | open the gates at noon',
    where: 'at the lower gate | behind the main stage | on the camping field | in the production office',
    party: 'the fire brigade | the village mayor | the booking agency | the toilet company | the farmer who owns the meadow',
  },
]
