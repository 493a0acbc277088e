import { layOut } from './timing.ts'
import type { Turn } from './timing.ts'
import type { Meeting } from './meeting.ts'

const NADIA = 0
const TOMAS = 1
const PRIYA = 2
const JONAS = 3

const TURNS: readonly Turn[] = [
  [NADIA, 'Good afternoon, everybody. While Jonas finds his headphones: did anyone try the café on the corner?', 3_000],
  [PRIYA, 'Twice already. Their flat white is dangerous.', 700],
  [NADIA, 'Okay, shall we start with the launch checklist? Tomás, you have the list.', 2_400],
  [TOMAS, 'Yes. Two items are still open: the legal review and the load test.', 800],
  [NADIA, 'What is legal waiting for?', 500],
  [
    TOMAS,
    'The data processing agreement with the courier. They changed the clause about retention, so it went back to them on Thursday.',
    700,
  ],
  [JONAS, 'Sorry, I am here now. Which clause is it?', 1_200],
  [TOMAS, 'Clause nine. They want to keep delivery addresses for ninety days, and we promised our customers thirty.', 600],
  [PRIYA, 'Thirty is on the pricing page, in bold. We cannot move that.', 700],
  [NADIA, 'Then thirty it is. Jonas, can you call them today?', 500],
  [JONAS, 'I can call at four. If they refuse, we launch with the second courier, whose contract is already signed.', 900],
  [NADIA, 'Good. And the load test?', 600],
  [
    PRIYA,
    'We ran it on Friday night with twelve thousand orders an hour. Checkout stayed under two hundred milliseconds, but the invoice queue grew and never came back down.',
    1_100,
  ],
  [TOMAS, 'Mm-hm.', 300],
  [
    PRIYA,
    'The workers were fine. One of them held a lock on the tax table while it asked for the exchange rate, so everybody else stood in line.',
    600,
  ],
  [JONAS, 'So it is one slow call inside a lock.', 500],
  [PRIYA, 'Exactly. I moved the call out this morning. I would like to run the whole test again tonight before I say it is fixed.', 400],
  [NADIA, 'Please do. What would make us postpone?', 900],
  [PRIYA, 'If the queue is not empty ten minutes after the peak, I would wait a week.', 700],
  [TOMAS, 'Agreed. And one rule from last time: nobody ships on a Friday.', 500],
  [
    NADIA,
    'Nobody ships on a Friday. So the date stays Tuesday the twenty-second, if legal and the load test are green by Monday noon.',
    800,
  ],
  [JONAS, 'I will put the courier answer into the checklist before five.', 700],
  [PRIYA, 'And you get the graphs from me tonight, around eleven.', 500],
  [TOMAS, 'Then I close both items tomorrow morning and send the final list to support.', 600],
  [NADIA, 'Lovely. Thank you, all. We look at it together tomorrow, ten minutes, at 10:00.', 700],
  [JONAS, 'See you tomorrow.', 400],
]

/**
 * A short meeting written to be read: Northwind's launch checklist. No platform has all of it: Zoom's recording was started
 * after the greetings, Fireflies' note-taker left before the goodbyes, Otter lost its connection in the middle.
 * Its identities are fixed; give it others with `withIdentity`.
 */
export const sampleMeeting: Meeting = {
  key: 'sample',
  seed: 'launch-452',
  titles: { zoom: 'Launch checklist 🚀 – weekly', fireflies: 'Launch checklist', otter: 'Weekly launch checklist' },
  startedAt: Date.parse('2026-09-14T15:00:10Z'),
  timezone: 'Europe/Paris',
  joinUrl: 'https://example.zoom.us/j/84512007731',
  people: [
    {
      name: 'Nadia Haddad',
      email: 'nadia@northwind.example',
      labels: { zoom: 'Nadia Haddad', fireflies: 'Nadia Haddad', otter: 'Nadia Haddad' },
    },
    {
      name: 'Tomás Ribeiro',
      email: 'tomas@northwind.example',
      labels: { zoom: 'Tomás Ribeiro (he/him)', fireflies: 'Tomás', otter: null },
    },
    {
      name: 'Priya Raman',
      email: 'priya@northwind.example',
      labels: { zoom: 'Priya Raman', fireflies: 'Priya Raman', otter: 'Priya Raman' },
    },
    {
      name: 'Jonas Lindqvist',
      email: 'jonas@northwind.example',
      labels: { zoom: 'Jonas Lindqvist', fireflies: null, otter: 'Jonas Lindqvist' },
    },
  ],
  utterances: layOut(TURNS),
  zoom: {
    accountId: 'Qk3vS8nTR6yB1wX0zE5uLg',
    hostId: 'hTz1x0kQQ8aV3cB7nM2pLw',
    number: 84_512_007_731,
    uuid: 'pT9hV2kQRfS0a/9x+Zt3dg==',
    recordings: [
      {
        fromMs: 14_000,
        toMs: 240_000,
        videoFileId: '6d1f0a7e-11aa-4c55-9a55-0d9a7f6f0a01',
        transcriptFileId: '6d1f0a7e-11aa-4c55-9a55-0d9a7f6f0a02',
      },
    ],
  },
  fireflies: { id: '01M2H8ZK7C9QW3T5R6Y8UA0SDF', heard: [{ fromMs: 0, toMs: 155_000 }], clockErrorMs: 1_400 },
  otter: {
    id: 'Zk3aLq81bV7nT2xWcP5eRd',
    heard: [
      { fromMs: 1_000, toMs: 70_000 },
      { fromMs: 96_000, toMs: 240_000 },
    ],
    clockErrorMs: -2_300,
  },
}
