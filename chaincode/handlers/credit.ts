import {
  attestationId,
  CREDIT_TABLES,
  decideAttestation,
  placeOf,
} from '../../domain/credit/index.ts';
import type { Attestation } from '../../domain/credit/index.ts';
import { parameterAt, type Context } from '../../domain/governance/index.ts';
import { isObject } from '../../domain/wire/index.ts';
import { handler } from '../handler.ts';

type State = { readonly current: Attestation | undefined };

/** Handlers of attestations (credit.md §9). */
export const creditHandlers = {
  'attestation.record': handler<'attestation.record', State>({
    parameters: ['credit.model', 'credit.policy'],
    load: async (tx, act) => ({
      current: await tx.entity('attestation', attestationId(placeOf(act.body))),
    }),
    decide: ({ current }, act, context) =>
      decideAttestation(act.body, {
        businessDate: context.businessDate,
        grades: CREDIT_TABLES.grades,
        policy: CREDIT_TABLES.policy,
        active: {
          modelHash: activeHash(context, 'credit.model'),
          policyHash: activeHash(context, 'credit.policy'),
        },
        current,
        riskPersons: riskPersonsOf(context),
      }),
  }),
};

/** Hash of the table that a parameter names; without the parameter no table is active. */
function activeHash(context: Context, key: string): string {
  const value = parameterAt(context.parameters.get(key), context.businessDate, null);
  const hash = isObject(value) ? value['hash'] : null;
  return typeof hash === 'string' ? hash : 'none';
}

function riskPersonsOf({ signers, channel }: Context): number {
  const own = signers.filter(({ role, party }) => role === 'risk' && party === channel.operator);
  return new Set(own.map(({ person }) => person)).size;
}
