import type { Act } from '../../../domain/act/index.ts';
import {
  pairsOf,
  signingDemand,
  type LatestRate,
  type SigningDemand,
} from '../../../domain/governance/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

export const SigningDemandType = builder.objectRef<SigningDemand>('SigningDemand').implement({
  description: 'What signing asks for: the band of the amounts together, and the second factor.',
  fields: t => ({
    band: t.exposeString('band', { nullable: true }),
    total: t.expose('total', { type: 'Money', nullable: true }),
    stepUp: t.exposeString('stepUp', { description: '`none`, `one` signer, or `all` signers.' }),
  }),
});

/** What this act asks of its signers, by the ledger's own rules. */
export async function demandOf({ reading }: Context, act: Act): Promise<SigningDemand> {
  const rates = new Map<string, LatestRate>();
  for (const pair of pairsOf(act)) {
    const rate = await reading.entity('latestRate', pair);
    if (rate) rates.set(pair, rate.body);
  }
  return signingDemand(act, (await reading.entity('party', act.actor))?.body, rates);
}
