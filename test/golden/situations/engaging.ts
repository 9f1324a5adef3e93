import { partyOf, SUPPLIER } from '../../flow/trade.ts';
import { act, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const firms = ['lawyers', 'accountants', 'raters', 'custodians', 'appraisers'] as const;
const banker = 'operator banker';
const open = (kind: string, name = 'engagement', more = ''): Step =>
  act(
    'engagement.open',
    'supplier director, operator banker',
    `engagement: @${name}; kind: ${kind}; template: ${kind}-1; baselineDays: 120; ` +
      `size: CNY 50,000,000.00${more}`,
  );

/** A firm is asked in and comes. */
const joins = (firm: string, role: string, engagement = 'engagement'): readonly Step[] => [
  act(
    'engagement.invite',
    banker,
    `engagement: @${engagement}; role: ${role}; firm: @${firm}; scope: paper 50; fee: CNY 1.00`,
  ),
  act('engagement.join', `${firm} maker`, `engagement: @${engagement}; role: ${role}`),
];

const delivers = (who: string, paper: number, engagement = 'engagement'): Step =>
  act(
    'document.deliver',
    `${who} maker`,
    `engagement: @${engagement}; doc: paper ${paper}; kind: report; readers: []`,
  );

const confirms = (firm: string, statement: string, paper: number, id: string): Step =>
  act(
    'confirmation.give',
    `${firm} maker 1*, ${firm} checker 2*`,
    `engagement: @engagement; statement: ${statement}; docs: [#${paper}]; figures: []`,
    id,
  );

/** One task from its firm to its receiver. */
const works = (task: string, firm: string, paper: number, receiver: string): readonly Step[] => [
  act('task.assign', banker, `engagement: @engagement; task: ${task}; firm: @${firm}`),
  act('task.submit', `${firm} maker`, `engagement: @engagement; task: ${task}; docs: [#${paper}]`),
  act('task.accept', receiver, `engagement: @engagement; task: ${task}`),
];

const passes = (gate: string): Step =>
  act(
    'gate.pass',
    'operator banker 1, operator compliance 2',
    `engagement: @engagement; gate: ${gate}`,
  );

/** Situations of engagements, by name. */
export const ENGAGING: Readonly<Record<string, readonly (string | Step)[]>> = {
  firms: [
    ledger => {
      for (const firm of firms) {
        const party = NAMES[firm] ?? '';
        ledger.put('party', party, partyOf(party, 'professional'));
      }
    },
  ],
  'lawyers related': [
    ledger => {
      const party = NAMES['lawyers'] ?? '';
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', party, { ...partyOf(party, 'professional'), persons });
    },
  ],
  'bond opened': ['firms', open('bond')],
  'esop opened': ['firms', open('esop', 'engagement', '; units: 1,000')],
  'package opened': ['firms', open('package', 'packaged')],
  'bond in a package': ['package opened', open('bond', 'engagement', '; joins: @packaged')],
  'package abandoned': [
    act(
      'engagement.abandon',
      'supplier director, operator banker',
      'engagement: @packaged; reason: market',
    ),
  ],
  'lawyers invited': [
    act(
      'engagement.invite',
      banker,
      'engagement: @engagement; role: lawyer; firm: @lawyers; scope: paper 50; fee: CNY 1.00',
    ),
  ],
  'lawyers join': [...joins('lawyers', 'lawyer')],
  'lawyers join the package': [...joins('lawyers', 'lawyer', 'packaged')],
  'lawyers left': [
    act(
      'engagement.leave',
      'lawyers maker',
      'engagement: @engagement; firm: @lawyers; handover: paper 51',
    ),
  ],
  'accountants join': [...joins('accountants', 'accountant')],
  'bond abandoned': [
    act(
      'engagement.abandon',
      'supplier director, operator banker',
      'engagement: @engagement; reason: market',
    ),
  ],
  'diligence assigned': [
    act('task.assign', banker, 'engagement: @engagement; task: legalDiligence; firm: @lawyers'),
  ],
  'opinion assigned': [
    act('task.assign', banker, 'engagement: @engagement; task: legalOpinion; firm: @lawyers'),
  ],
  'report delivered': [delivers('lawyers', 60)],
  'report delivered in the package': [delivers('lawyers', 60, 'packaged')],
  'report replaced': [
    act(
      'document.supersede',
      'lawyers maker',
      'engagement: @engagement; doc: paper 61; supersedes: #60',
    ),
  ],
  'diligence submitted': [
    act(
      'task.submit',
      'lawyers maker',
      'engagement: @engagement; task: legalDiligence; docs: [#60]',
    ),
  ],
  'diligence accepted': [
    act('task.accept', banker, 'engagement: @engagement; task: legalDiligence'),
  ],
  'opinion confirmed': [confirms('lawyers', 'legalOpinion', 60, 'opinion')],
  'opinion withdrawn': [
    act(
      'confirmation.withdraw',
      'lawyers maker 1*, lawyers checker 2*',
      'engagement: @engagement; confirmation: @opinion; reason: error',
    ),
  ],
  'intake passed': [passes('intake')],
  'lawyers at work': ['bond opened', 'lawyers join', 'report delivered'],
  'everything but the opinion': [
    'bond opened',
    'lawyers join',
    'accountants join',
    ...joins('raters', 'rater'),
    ...joins('custodians', 'bank'),
    'report delivered',
    ...works('legalDiligence', 'lawyers', 60, banker),
    ...works('audit', 'accountants', 60, banker),
    ...works('legalOpinion', 'lawyers', 60, banker),
    ...works('comfortLetter', 'accountants', 60, banker),
    ...works('rating', 'raters', 60, banker),
    ...works('accounts', 'custodians', 60, 'supplier maker'),
    confirms('accountants', 'comfort', 60, 'comfort'),
    passes('intake'),
    passes('diligence'),
  ],
  drafted: ['everything but the opinion', 'opinion confirmed', passes('drafting')],
  'at its end': [
    'drafted',
    confirms('raters', 'rating', 60, 'rated'),
    confirms('custodians', 'custody', 60, 'kept'),
    ...['internalApproval', 'filing', 'feedback', 'registered', 'issue'].map(passes),
  ],
  'late task': [
    act(
      'task.add',
      banker,
      'engagement: @engagement; task: report; role: lawyer; stage: postIssue; receiver: broker; ' +
        'dueOn: 2026-03-31; after: []',
    ),
  ],
  granted: [
    act(
      'esop.grant',
      'supplier director 1, supplier checker 2',
      'engagement: @engagement; grant: @grant; units: 600; commitment: #71; schedule: #72',
    ),
  ],
  'half vested': [
    act(
      'esop.vest',
      'supplier director 1, supplier checker 2',
      'engagement: @engagement; grant: @grant; units: 300',
    ),
  ],
  'rest lapsed': [
    act(
      'esop.lapse',
      'supplier director 1, supplier checker 2',
      'engagement: @engagement; grant: @grant; units: 300',
    ),
  ],
};
