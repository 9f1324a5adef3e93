import { sha256 } from '../../../chaincode/signature.ts';
import { commitFields } from '../../../domain/evidence/index.ts';
import { change } from '../../flow/refusals.ts';
import { CLAIM, hashOf } from '../../flow/trade.ts';
import { act, type Step } from './acting.ts';
import { privateFields } from '../names.ts';

const asked =
  'disclosure: @disclosure; of: @supplier; objects: [@claim]; fields: [amount]; ' +
  'purpose: yearEnd; until: 2026-03-31';

const rooted =
  (root: string): Step =>
  ledger =>
    change(ledger, 'receivable', CLAIM, { root });

/** Situations in which an auditor looks at the claim's private fields. */
export const DISCLOSING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'details known': [rooted(commitFields(privateFields('papers'), sha256))],
  'root changed': [rooted(hashOf(77))],
  'disclosure asked': ['details known', act('disclosure.request', 'auditor maker', asked)],
  'unknown field asked': [
    'details known',
    act('disclosure.request', 'auditor maker', asked.replace('[amount]', '[price]')),
  ],
  'disclosure granted': ['disclosure asked', act('disclosure.grant', 'supplier maker', asked)],
  'disclosure ended': [
    'disclosure granted',
    act('disclosure.end', 'auditor maker', 'disclosure: @disclosure'),
  ],
};
