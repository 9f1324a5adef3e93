import type { Entities } from '../../../domain/event/index.ts';
import { differencesOf, type Difference } from '../../../domain/securitisation/audit/index.ts';
import { isObject, type Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { askContract } from '../ledger-answer.ts';
import { problemOf } from '../problem.ts';

export type Paid = Entities['distribution'];

export const DifferenceType = builder.objectRef<Difference>('Difference').implement({
  description: 'A recorded value that is not as it is recomputed.',
  fields: t => ({
    object: t.exposeString('object'),
    field: t.exposeString('field'),
    recorded: t.exposeString('recorded'),
    recomputed: t.exposeString('recomputed'),
  }),
});

export const DistributionType = builder.objectRef<Paid>('Distribution').implement({
  description: 'A payment date of a deal: calculated, reviewed by the custodian, settled.',
  fields: t => ({
    objectId: t.exposeString('distribution'),
    deal: t.exposeString('deal'),
    issue: t.exposeString('issue'),
    on: t.expose('on', { type: 'BusinessDate' }),
    status: t.exposeString('state'),
    currency: t.exposeString('currency'),
    dealHash: t.expose('dealHash', { type: 'Sha256' }),
    linesHash: t.expose('linesHash', { type: 'Sha256' }),
    calculatedOn: t.expose('calculatedOn', { type: 'BusinessDate' }),
    reviewedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: paid => ('reviewedOn' in paid ? paid.reviewedOn : null),
    }),
    settledOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: paid => (paid.state === 'settled' ? paid.settledOn : null),
    }),
    holders: t.int({
      nullable: true,
      description: 'How many holders were paid.',
      resolve: paid => (paid.state === 'settled' ? paid.holders : null),
    }),
    total: t.field({
      type: 'Money',
      resolve: ({ figures, currency }) => ({ minor: figures.total, currency }),
    }),
    lines: t.field({
      type: 'JSON',
      description: 'Every line of the waterfall; amounts in minor units as text.',
      resolve: ({ lines }): Wire => lines as unknown as Wire,
    }),
    figures: t.field({
      type: 'JSON',
      description: 'Classes, fees, accounts and pools before and after; minor units as text.',
      resolve: ({ figures }): Wire => figures as unknown as Wire,
    }),
    differences: t.field({
      type: [DifferenceType],
      nullable: true,
      complexity: 50,
      description:
        "Where the ledger's run on what is recorded now differs from this; `null` once settled.",
      resolve: (paid, _args, context) => differencesNow(context, paid),
    }),
  }),
});

/** Runs the period on the ledger itself, as `distribution.calculate` would; nothing is written. */
export async function dryRunOf(context: Context, deal: string, on: string): Promise<Wire> {
  const ran = await askContract(context, { kind: 'distribution.preview', deal, on });
  if (ran.ok) return isObject(ran.value) ? ran.value : null;
  const { code, message, remedy } = problemOf(context, ran.error);
  return { refusal: { code, message, remedy } };
}

async function differencesNow(context: Context, paid: Paid): Promise<Difference[] | null> {
  if (paid.state === 'settled') return null;
  const { deal, dealHash, on, lines, figures, linesHash } = paid;
  const ran = await askContract(context, { kind: 'distribution.preview', deal, on });
  const object = `distribution ${paid.distribution}`;
  if (!ran.ok) {
    return [{ object, field: '', recorded: 'accepted', recomputed: ran.error.code }];
  }
  const now = isObject(ran.value) ? ran.value : {};
  return differencesOf(object, { dealHash, lines, figures, linesHash }, now);
}
