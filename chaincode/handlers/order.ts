import { orderPreimage, type PrivateField } from '../../domain/evidence/index.ts';
import { drawnOf, type OrderLoan } from '../../domain/financing/index.ts';
import {
  decideOrder,
  decideOrderAccept,
  decideOrderAttest,
  decideOrderCancel,
  decideOrderClaim,
  decideOrderClose,
  decideOrderDecline,
  decideOrderRevise,
  readOrderFields,
  type Drawn,
  type DrawnOrder,
  type OneOrder,
  type RegisterState,
  type ReviseState,
} from '../../domain/order/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { handler, type Input, type PrivateEntry } from '../handler.ts';
import { keyedHashOfMembers, openedFields } from '../registry.ts';
import { COLLECTION_TRADE_DETAILS } from '../state-keys.ts';
import type { Tx } from '../tx.ts';

type Kept = { readonly fields: readonly PrivateField[] };
type Named = { readonly body: { readonly order: string } };

/** The private order that came with the act, and its K6. */
async function openedOrder(
  tx: Tx,
  root: string,
  input: Input,
): Promise<{ readonly opened: Result<string, string> } & Kept> {
  const fields = openedFields(input, { name: 'order' }, root);
  if (!fields) return { opened: fail('root'), fields: [] };
  const read = readOrderFields(fields);
  if (!read.ok) return { opened: read, fields };
  const keyed = await keyedHashOfMembers(tx);
  const { kind, text } = orderPreimage(read.value);
  return { opened: ok(keyed(`${kind}\n${text}`)), fields };
}

async function born(
  tx: Tx,
  act: Named & {
    readonly body: {
      readonly root: string;
      readonly milestones: readonly { readonly attestor: string }[];
    };
  },
  of: { readonly supplier: string; readonly input: Input },
): Promise<RegisterState & Kept> {
  const { order, root, milestones } = act.body;
  const { opened, fields } = await openedOrder(tx, root, of.input);
  const key = opened.ok ? await tx.entity('orderKey', opened.value) : undefined;
  return {
    order: await tx.entity('order', order),
    opened,
    fields,
    key,
    twin: await tx.entity('order', key?.order ?? ''),
    supplier: await tx.entity('party', of.supplier),
    attestors: await tx.entities(
      'party',
      milestones.map(({ attestor }) => attestor),
    ),
  };
}

const keep = ({ fields }: Kept, { body }: Named): readonly PrivateEntry[] => [
  { collection: COLLECTION_TRADE_DETAILS, key: body.order, value: fields },
];

const orderOf = async (tx: Tx, { body }: Named): Promise<OneOrder> => ({
  order: await tx.entity('order', body.order),
});

/** What a loan that lives has taken from its funder. */
function drawnBy(loan: OrderLoan): Drawn | null {
  const minor = drawnOf(loan);
  if (minor === 0n || loan.funder === null) return null;
  return { funder: loan.funder, amount: { ...loan.amount, minor: minor.toString() } };
}

const drawnOn = async (tx: Tx, { body }: Named): Promise<DrawnOrder> => {
  const order = await tx.entity('order', body.order);
  const loan = await tx.entity('orderLoan', order?.loan ?? '');
  return { order, drawn: loan ? drawnBy(loan) : null };
};

/** Handlers of orders (receivables.md §3). */
export const orderHandlers = {
  'order.register': handler<'order.register', RegisterState & Kept>({
    load: (tx, act, input) => born(tx, act, { supplier: act.actor, input }),
    decide: decideOrder,
    keep,
  }),
  'order.issue': handler<'order.issue', RegisterState & Kept>({
    load: (tx, act, input) => born(tx, act, { supplier: act.body.supplier, input }),
    decide: decideOrder,
    keep,
  }),
  'order.accept': handler<'order.accept', OneOrder>({ load: orderOf, decide: decideOrderAccept }),
  'order.decline': handler<'order.decline', OneOrder>({
    load: orderOf,
    decide: decideOrderDecline,
  }),
  'order.cancel': handler<'order.cancel', DrawnOrder>({
    load: drawnOn,
    decide: decideOrderCancel,
  }),
  'order.revise': handler<'order.revise', ReviseState & Kept>({
    load: async (tx, act, input) => ({
      ...(await drawnOn(tx, act)),
      ...(await openedOrder(tx, act.body.root, input)),
    }),
    decide: decideOrderRevise,
    keep,
  }),
  'order.claim': handler<'order.claim', OneOrder>({ load: orderOf, decide: decideOrderClaim }),
  'order.attest': handler<'order.attest', OneOrder>({ load: orderOf, decide: decideOrderAttest }),
  'order.close': handler<'order.close', OneOrder>({ load: orderOf, decide: decideOrderClose }),
};
