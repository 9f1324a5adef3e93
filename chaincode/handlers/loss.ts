import type { Financing } from '../../domain/financing/index.ts';
import type { Receivable } from '../../domain/receivable/index.ts';
import {
  decideAge,
  decideDefault,
  decidePropose,
  decideProvisionRaise,
  decideProvisionRun,
  decideProvisionUndo,
  decideRecourse,
  decideRecourseDispute,
  decideRepurchaseAnswer,
  decideWriteoff,
  DEFAULT_DAYS,
  financingOf as lienOf,
  GRACE,
  MULTIPLE,
  OFFER_DAYS,
  type AgedClaim,
  type WriteoffState,
} from '../../domain/settlement/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { financingOf } from './claims.ts';

/** A claim with the financings that hold parts of it. */
async function agedClaim(tx: Tx, id: string): Promise<AgedClaim> {
  const receivable = await tx.entity('receivable', id);
  return { receivable, financings: await liensOf(tx, receivable) };
}

/** Financings that hold parts of a claim, each once. */
export async function liensOf(
  tx: Tx,
  receivable: Receivable | undefined,
): Promise<readonly Financing[]> {
  const held = await tx.entities('holding', receivable?.holdings ?? []);
  const names = [...held.values()].flatMap(holding => lienOf(holding) ?? []);
  return [...(await tx.entities('financing', [...new Set(names)])).values()];
}

async function provisioned(tx: Tx, id: string) {
  return {
    financing: await tx.entity('financing', id),
    provision: await tx.entity('provision', id),
  };
}

const ageHandlers = {
  'claim.age': handler<'claim.age', { readonly items: readonly AgedClaim[] }>({
    parameters: [OFFER_DAYS.key],
    load: async (tx, { body }) => {
      const items: AgedClaim[] = [];
      for (const { target, id } of body.items) {
        if (target === 'receivable') items.push(await agedClaim(tx, id));
        else {
          const nothing = { receivable: undefined, financings: [] };
          const order = target === 'order' ? await tx.entity('order', id) : undefined;
          const loan = target === 'orderLoan' ? await tx.entity('orderLoan', id) : undefined;
          items.push({ ...nothing, order, loan });
        }
      }
      return { items };
    },
    decide: decideAge,
  }),
  'claim.default': handler<'claim.default', Parameters<typeof decideDefault>[0]>({
    parameters: [DEFAULT_DAYS.key],
    load: async (tx, { body }) => {
      if ('loan' in body) {
        const loan = await tx.entity('orderLoan', body.loan);
        return { receivable: undefined, financing: undefined, liens: [], loan };
      }
      const receivable = await tx.entity('receivable', body.receivable);
      const { financing: id } = body;
      if (id === undefined) {
        return { receivable, financing: undefined, liens: await liensOf(tx, receivable) };
      }
      return { receivable, financing: await tx.entity('financing', id), liens: [] };
    },
    decide: decideDefault,
  }),
  'provision.run': handler<'provision.run', Parameters<typeof decideProvisionRun>[0]>({
    load: async (tx, { body }) => {
      const items = [];
      for (const id of body.items) items.push(await provisioned(tx, id));
      return { items };
    },
    decide: decideProvisionRun,
  }),
  'provision.raise': handler<'provision.raise', Parameters<typeof decideProvisionRaise>[0]>({
    load: async (tx, { body }) => provisioned(tx, body.financing),
    decide: decideProvisionRaise,
  }),
  'provision.undo': handler<'provision.undo', Parameters<typeof decideProvisionUndo>[0]>({
    load: async (tx, { body }) => provisioned(tx, body.provision),
    decide: decideProvisionUndo,
  }),
  'writeoff.book': handler<'writeoff.book', WriteoffState>({
    parameters: [GRACE.key, MULTIPLE.key],
    load: async (tx, { body }) => {
      if (!('loan' in body)) return financingOf(tx, body.financing);
      const loan = await tx.entity('orderLoan', body.loan);
      return { financing: undefined, holdings: [], receivables: [], loan };
    },
    decide: decideWriteoff,
  }),
};

const answer = {
  load: async (tx: Tx, { body }: { readonly body: { readonly repurchase: string } }) => {
    const repurchase = await tx.entity('repurchase', body.repurchase);
    return { repurchase, financing: await tx.entity('financing', repurchase?.financing ?? '') };
  },
  decide: decideRepurchaseAnswer,
};
type Answered = Parameters<typeof decideRepurchaseAnswer>[0];

const returnHandlers = {
  'recourse.demand': handler<'recourse.demand', Parameters<typeof decideRecourse>[0]>({
    parameters: [GRACE.key, MULTIPLE.key],
    load: async (tx, { body }) => ({
      recourse: await tx.entity('recourse', body.recourse),
      financing: await tx.entity('financing', body.financing),
    }),
    decide: decideRecourse,
  }),
  'recourse.dispute': handler<'recourse.dispute', Parameters<typeof decideRecourseDispute>[0]>({
    load: async (tx, { body }) => ({
      recourse: await tx.entity('recourse', body.recourse),
      dispute: await tx.entity('dispute', body.dispute),
    }),
    decide: decideRecourseDispute,
  }),
  'repurchase.propose': handler<'repurchase.propose', Parameters<typeof decidePropose>[0]>({
    parameters: [GRACE.key, MULTIPLE.key],
    load: async (tx, { body }) => ({
      repurchase: await tx.entity('repurchase', body.repurchase),
      financing: await tx.entity('financing', body.financing),
    }),
    decide: decidePropose,
  }),
  'repurchase.accept': handler<'repurchase.accept', Answered>(answer),
  'repurchase.decline': handler<'repurchase.decline', Answered>(answer),
  'repurchase.cancel': handler<'repurchase.cancel', Answered>(answer),
};

/** Handlers of ageing, valuation, loss, recourse and repurchase (receivables.md §7.4). */
export const lossHandlers = { ...ageHandlers, ...returnHandlers };
