import { bars, lines, type Bank } from './bank.ts'

export const englishFinance: Bank = {
  name: 'English, finance and panels',
  joiner: ' ',
  people: bars(
    'Robert Whitfield|Catherine Dubois|Samuel Osei|Linda Matsuda|Gregory Stone|Angela Moretti|Peter Lindqvist|Hannah Goldberg|Derek Mills|Fatima al Sayed|Joanna Price|Victor Nwosu',
  ),
  sentences: lines(`
    {org} delivered {metric} of {number} in the {period} which is {adj} than we had guided for
    turning to {segment} our {metric} was {moved} by {driver} in {place}
    as {name} pointed out the {driver} had an effect of roughly {number}
    we remain {mood} about {segment} although {driver} will weigh on the {period}
    could you talk a little bit about how you see {metric} developing in {place}
    thanks for taking my question i wanted to ask about {driver} and the outlook for {segment}
    and then as a follow up how should we think about {metric} given what {org} announced
    i don't want to get ahead of ourselves but {segment} is {moved} and that's encouraging
    for me the interesting thing about {topic} is that nobody expected {driver}
    when i started at {org} {topic} was something you read about in a footnote
    the regulator in {place} has taken a very different view of {topic}
    let me bring {name} in here because you've written about {topic}
    i'd push back on that a little since {driver} explains at most {number}
    capital expenditure came in at {number} and free cash flow was {moved}
    we closed the acquisition of {org} and expect {number} of synergies by the end of the {period}
    what surprised our customers in {place} was how quickly {topic} became {mood2}
    there's a gentleman in the second row who has been waiting to ask about {topic}
    our board approved a dividend of {number} per share
    if you strip out {driver} the underlying {metric} was {moved} year over year
    nobody in {place} believed that {org} could scale {segment} that fast
    so to your second point {name} the answer is that {metric} follows {driver} with a lag
    we hedged most of {driver} and therefore {metric} should hold up
    i grew up in {place} and {topic} was all around us
    the lesson from {org} is that {topic} without {driver} doesn't last`),
  slots: {
    metric: bars(
      'operating margin|organic growth|net revenue|adjusted earnings|same store sales|backlog|net interest income|churn|order intake|gross profit|inventory turnover|deferred revenue',
    ),
    segment: bars(
      'industrial coatings|wealth management|the subscription business|medical devices|frozen foods|the aftermarket|cloud services|regional banking|packaging|animal health|specialty chemicals|the dealer channel',
    ),
    driver: bars(
      'currency translation|freight costs|wage inflation|the strike|destocking|higher resin prices|a mild winter|tariffs|the ransomware incident|pension contributions|an unfavorable mix|lower utilization|the new pricing architecture',
    ),
    place: bars(
      'latin america|the midwest|southeast asia|northern europe|quebec|the gulf|south africa|poland|texas|shenzhen|brazil|the bay area',
    ),
    period: bars('first quarter|second half|fiscal year|third quarter|holiday season|coming months'),
    topic: bars(
      'carbon accounting|open banking|rural broadband|synthetic data|urban farming|the gig economy|school funding|battery recycling|gene therapy|public libraries|precision irrigation|copyright reform',
    ),
    org: bars(
      'Meridian Foods|the company|Halvorsen Group|our subsidiary|Castellan Bank|the foundation|Orrin Pharma|Bluewater Logistics|the ministry|Tallis Energy',
    ),
    adj: bars('somewhat better|considerably lower|slightly above|a touch weaker|meaningfully stronger'),
    moved: bars('up double digits|broadly flat|down sequentially|ahead of plan|under pressure|back to historic levels|partly offset'),
    mood: bars('cautious|optimistic|confident|realistic|constructive'),
    mood2: bars('fashionable|contested|indispensable|ordinary|political'),
  },
  numbers: [
    ['four point two million dollars', '$4.2 million'],
    ['thirty basis points', '30 basis points'],
    ['eighteen percent', '18%'],
    ['one hundred and twenty million', '120 million'],
    ['fifty cents', '$0.50'],
    ['six', '6'],
    ['two thirds', '2/3'],
    ['eleven point seven percent', '11.7%'],
  ],
  short: bars('thank you|good morning|absolutely|that’s right|great question|sure|of course|not quite|thanks|please go ahead|indeed'),
  fillers: bars('uh|um|you know|kind of|i guess|well'),
  syllables: bars('cor|val|ment|is|tan|rio|bec|lum|har|den|ov|sul|pre|mar|tin|gal|eth|won'),
  script: lines(`
    good day and thank you for standing by welcome to the earnings conference call
    at this time all participants are in a listen only mode
    after the speakers presentation there will be a question and answer session
    to ask a question during the session you will need to press star one on your telephone
    please be advised that today's conference is being recorded
    before we begin i would like to remind everyone that today's remarks contain forward looking statements within the meaning of the private securities litigation reform act
    these statements involve risks and uncertainties that could cause actual results to differ materially from those projected
    we undertake no obligation to update any forward looking statement except as required by law
    we will also refer to certain non gaap financial measures a reconciliation of which is included in our press release
    i would now like to hand the conference over to your first speaker please go ahead`),
  titles: bars('Q3 results call|Investor day panel|Fireside chat|Annual meeting|Analyst briefing|Policy roundtable'),
}
