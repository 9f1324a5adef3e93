import { change } from '../../flow/refusals.ts';
import { SUPPLIER } from '../../flow/trade.ts';
import { act, type Step } from './acting.ts';

const rateOf = (source: string, on = '2026-03-03'): string =>
  `pair: USD/CNY; units: '1'; ratePpm: 7,100,000; on: ${on}; source: ${source}`;

const rateRecorded = (on: string): readonly Step[] => [
  act('rate.record', 'operator rule 1', rateOf('SAFE', on)),
  act('rate.record', 'bank cash 2', rateOf('PBOC', on)),
];

/** Situations of stops, parameters, rates and parties that do not stand, by name. */
export const CONTROL: Readonly<Record<string, readonly (string | Step)[]>> = {
  'second suspended': [
    act('party.suspend', 'operator compliance', 'party: @second; reason: fraud'),
  ],
  'one rate': [act('rate.record', 'operator rule 1', rateOf('SAFE'))],
  'official rate': rateRecorded('2026-03-03'),
  'rate of the fifth': rateRecorded('2026-03-05'),
  'rate of July': rateRecorded('2026-07-02'),
  'supplier only applied': [ledger => change(ledger, 'party', SUPPLIER, { state: 'applied' })],
  'key recovered': [
    act(
      'key.recover',
      'operator onboarding 1, operator compliance 2, association registrar, auditor maker, supplier admin 9^',
      'party: @supplier; key: @newKey; publicKey: BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; class: browser; person: #9; ' +
        'evidence: [{channel: deposit, hash: #1, by: onboarding}, {channel: call, hash: #2, by: registrar}]',
    ),
  ],
  'offers stopped': [
    act('breaker.trip', 'auditor breaker', 'scope: flows; flows: [offer]; reason: test', 'trip'),
  ],
  'offers run': [
    act(
      'breaker.reset',
      'operator risk 1, operator breaker 2, auditor maker',
      'trip: @trip; flows: [offer]; cause: paper 1; measures: paper 2',
    ),
  ],
  'stop reviewed': [act('breaker.review', 'association breaker', 'trip: @trip; findings: paper 3')],
  'price proposed': [
    act(
      'param.propose',
      'operator risk 1',
      'key: price.aprMaxPpm; value: 120,000; effectiveOn: 2026-03-10; reason: policy',
      'proposal',
    ),
  ],
  'structure proposed': [
    act(
      'param.propose',
      'operator risk 1',
      'key: default.days; value: 20; effectiveOn: 2026-03-20; reason: policy',
      'proposal',
    ),
  ],
  'price approved': [act('param.approve', 'operator checker 2', 'proposal: @proposal')],
  'february closed': [
    act(
      'period.close',
      'operator operations, auditor maker',
      "month: '2026-02'; controlTotals: #1",
    ),
  ],
  'supplier suspended': [
    act('party.suspend', 'operator compliance', 'party: @supplier; reason: fraud'),
  ],
};
