import {
  sliceId,
  decideClear,
  type ClearState,
  type OpenFinancing,
} from '../../domain/financing/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { financingCredit, financingOf, type Loaded } from './claims.ts';
import { consentOf } from './consent.ts';

/** Handler of the checklist before a disbursement (receivables.md §6.6). */
export const clearHandlers = {
  'financing.clear': handler<'financing.clear', ClearState>({
    load: async (tx, act) => {
      const loaded = await financingOf(tx, act.body.financing);
      const funder = funderOf(loaded);
      const holder = loaded.financing?.holder ?? '';
      return {
        ...(await partiesOf(tx, loaded, funder)),
        ...(await objectsOf(tx, loaded, act.body.account)),
        financing: loaded.financing,
        holdings: loaded.holdings,
        credit: await financingCredit(tx, loaded),
        open: await pastDue(tx, holder, act.businessDate),
        consent: await consentOf(tx, holder, funder),
        search: await tx.entity('registrySearch', `${funder}~${holder}`),
        registration: await tx.entity('registration', act.body.financing),
      };
    },
    decide: decideClear,
  }),
};

/** What a supplier owes past its day: its debts lie in the order of their pay days. */
export async function pastDue(
  tx: Tx,
  holder: string,
  on: string,
): Promise<readonly OpenFinancing[]> {
  return holder === '' ? [] : tx.rangeWhile('openFinancing', holder, ({ payOn }) => payOn < on);
}

function funderOf({ financing }: Loaded): string {
  return financing && 'funder' in financing ? financing.funder : '';
}

async function partiesOf(tx: Tx, { financing }: Loaded, funderId: string) {
  const supplier = await tx.entity('party', financing?.holder ?? '');
  const buyer = await tx.entity('party', financing?.buyer ?? '');
  const funder = await tx.entity('party', funderId);
  const subjects = [...(supplier?.subjects ?? []), ...(buyer?.subjects ?? [])];
  const sides = financing ? [financing.holder, financing.buyer] : [];
  return {
    supplier,
    buyer,
    funder,
    screenings: await tx.entities('screening', sides),
    negatives: await tx.entities('negative', subjects),
  };
}

async function objectsOf(tx: Tx, { financing, receivables }: Loaded, payee: string) {
  const keys = receivables.flatMap(claim => claim.invoices.map(({ invoice }) => invoice));
  const takes = financing && 'takes' in financing ? financing.takes : [];
  const slices = takes.flatMap(take => take.slices.map(({ slice }) => sliceId(take.line, slice)));
  const payTo = receivables.flatMap(claim =>
    claim.status === 'confirmed' ? [claim.confirmation.payTo] : [],
  );
  return {
    receivables: new Map(receivables.map(claim => [claim.receivable, claim])),
    invoices: await tx.entities('invoice', [...new Set(keys)]),
    slices: await tx.entities('slice', slices),
    accounts: await tx.entities('account', [...new Set([payee, ...payTo])]),
  };
}
