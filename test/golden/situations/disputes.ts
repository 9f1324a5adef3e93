import { partyOf, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import { act, on, type Step } from './acting.ts';

const opened =
  'dispute: @dispute; object: {type: receivable, id: @claim}; kind: quantity; ' +
  'amount: CNY 50,000.00; evidence: [#1]';
const said = 'dispute: @dispute; text: #2; evidence: []';

/** Situations of disputes, by name. */
export const DISPUTES: Readonly<Record<string, readonly (string | Step)[]>> = {
  disputed: [act('dispute.open', 'buyer maker', opened)],
  'dispute answered': ['disputed', act('dispute.respond', 'supplier maker', said)],
  'in mediation': [
    'dispute answered',
    'neutrals',
    act('dispute.mediate', 'buyer maker, neutral maker', `${said}; neutral: @neutral`),
  ],
  'in arbitration': [
    'in mediation',
    act('dispute.escalate', 'buyer maker, neutral maker', `${said}; neutral: @neutral`),
  ],
  'award to pay': [
    'in arbitration',
    act(
      'dispute.award',
      'neutral maker',
      'dispute: @dispute; outcome: paid; amount: CNY 950,000.00; dueOn: 2026-03-20; document: paper 9',
    ),
  ],
  'in enforcement': [
    'award to pay',
    on('2026-03-23'),
    act('dispute.enforce', 'supplier maker', 'dispute: @dispute; proof: #4'),
  ],
  'returned unpaid': [
    act('dispute.enforceStep', 'supplier maker', 'dispute: @dispute; step: returned; proof: #5'),
  ],
  'dispute closed': ['disputed', act('dispute.withdraw', 'buyer maker', 'dispute: @dispute')],
  paused: [act('dispute.pause', 'buyer maker, supplier maker', `${said}; days: 10`)],
  neutrals: [
    ledger => {
      const neutral = NAMES['neutral'] ?? '';
      ledger.put('party', neutral, partyOf(neutral, 'neutral'));
    },
  ],
  'neutral related': [
    ledger => {
      const neutral = NAMES['neutral'] ?? '';
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', neutral, { ...partyOf(neutral, 'neutral'), persons });
    },
  ],
};
