import * as steps from '../flow/steps.ts';
import { accountOf, partyOf } from '../flow/trade.ts';
import type { Sides } from './attempt.ts';
import { firstLedger as firstOfClaims } from './claims.ts';
import {
  by,
  hashOf,
  idPartnerAccounts as ACCOUNTS,
  idPartners as PARTNERS,
  OPERATOR,
} from './names.ts';
import { KINDS } from './partner-rules.ts';
import { PARTNER_TRIALS } from './partner-trials.ts';
import type { Campaign, Reached } from './run.ts';
import { same } from './same.ts';

/** Partners: what they bring, their margin, their statements and the risk reserve. */
export const PARTNERING: Campaign = {
  days: '03-03 03-20 04-01 04-10 04-16 04-17 05-06 05-11 05-22 06-01 06-10 06-17',
  first: firstLedger,
  trials: PARTNER_TRIALS,
  isUnderWay: () => false,
  compare: comparePartners,
  compareAll: (sides, reached) => comparePartners(sides, null, reached),
};

async function firstLedger() {
  const ledger = await firstOfClaims();
  const policy = { document: { hash: hashOf(7), kind: 'pdf', bytes: 1 }, until: '2026-12-31' };
  const terms = [
    { riskClass: 'high', shareKind: 'base', partnerPpm: 200_000, insurance: policy },
    { riskClass: 'low', shareKind: 'valueAdded', partnerPpm: 700_000 },
  ] as const;
  for (const [at, party] of PARTNERS.entries()) {
    ledger.put('party', party, partyOf(party, 'partner'));
    const account = ACCOUNTS[at] ?? '';
    ledger.put('account', account, accountOf(account, party, 'settle'));
    const agreed = { party, tiers: [], marginPpm: 100_000, ...(terms[at] ?? terms[0]) };
    const signers = [by(OPERATOR, 'director'), by(party, 'director')];
    steps.stands(await ledger.act('partner.terms', OPERATOR, agreed, signers));
  }
  // The months before are closed, so that the first of a run ends its quarter.
  for (const period of ['2026-01', '2026-02']) {
    for (const of of KINDS) {
      ledger.put('shareClose', `${period}~${of}`, { period, of, partners: 0, on: '2026-03-02' });
    }
  }
  return ledger;
}

const FIGURES = ['status', 'base', 'gross', 'reserve', 'carried'] as const;

async function comparePartners(sides: Sides, _: unknown, reached: Reached): Promise<void> {
  const { partners } = sides.model;
  for (const [partner, held] of partners.held) {
    await same(sides, 'margin', partner, row => [row['held']], [held]);
  }
  if (partners.reserve > 0n) {
    await same(sides, 'riskReserve', 'CNY', row => [row['minor']], [partners.reserve]);
  }
  for (const share of partners.shares.values()) {
    const id = share.id.replaceAll(':', '~');
    await same(
      sides,
      'share',
      id,
      row => FIGURES.map(name => row[name]),
      FIGURES.map(name => share[name]),
    );
    reached.states.add(`share ${share.status}`);
  }
}
