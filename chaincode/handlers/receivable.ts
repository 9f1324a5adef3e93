import type { Act } from '../../domain/act/index.ts';
import { attestationId } from '../../domain/credit/index.ts';
import {
  preimages,
  readInvoiceDetails,
  type InvoiceDetails,
  type PrivateField,
} from '../../domain/evidence/index.ts';
import {
  confirmLineKey,
  decideCancel,
  decideConfirm,
  decideDecline,
  decideFingerprintCancel,
  decideOffer,
  decideRecord,
  decideWithdraw,
  TENOR_PARAMETERS,
  type ConfirmedItem,
  type ConfirmState,
  type Fingerprint,
  type Holding,
  type Invoice,
  type KeyedInvoice,
  type OfferedItem,
  type OfferState,
  type Receivable,
  type RegistryKey,
  type RegistryKeyKind,
} from '../../domain/receivable/index.ts';
import type { Order } from '../../domain/order/index.ts';
import { areRelated } from '../../domain/party/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { handler, type Input } from '../handler.ts';
import { keyedHashOfMembers, openedFields } from '../registry.ts';
import { keptDetails } from '../trade-details.ts';
import type { Tx } from '../tx.ts';

/** Claims with the private details that came with them, by claim. */
export type Opened = OfferState & {
  readonly details: ReadonlyMap<string, readonly PrivateField[]>;
};
type OneClaim = { readonly receivable: Receivable | undefined };

/** Handlers of claims. */
export const receivableHandlers = {
  'receivable.offer': handler<'receivable.offer', Opened>({
    parameters: TENOR_PARAMETERS,
    names: ({ body }) =>
      body.items.flatMap(({ receivable, replaces, supplier, buyer }) => [
        ['receivable', receivable],
        // A claim's first holding bears its id.
        ['holding', receivable],
        ['party', supplier],
        ['party', buyer],
        ...(replaces === undefined ? [] : [['receivable', replaces] as const]),
      ]),
    load: (tx, act, input) => loadClaims(tx, act.body.items, input),
    decide: decideOffer,
    keep: ({ details }, { id }) => keptDetails(details, id),
  }),
  'receivable.confirm': handler<'receivable.confirm', ConfirmState>({
    names: ({ actor, body }) => [
      ['param', confirmLineKey(actor)],
      ...body.items.flatMap(
        ({ receivable, payTo }) =>
          [
            ['receivable', receivable],
            ['account', payTo],
          ] as const,
      ),
    ],
    load: loadConfirm,
    decide: decideConfirm,
  }),
  'receivable.decline': handler<'receivable.decline', OneClaim>({
    load: async (tx, { body }) => ({ receivable: await tx.entity('receivable', body.receivable) }),
    decide: decideDecline,
  }),
  'receivable.withdraw': handler<'receivable.withdraw', OneClaim>({
    load: async (tx, { body }) => ({ receivable: await tx.entity('receivable', body.receivable) }),
    decide: decideWithdraw,
  }),
  'receivable.cancel': handler<'receivable.cancel', OneClaim & { readonly holdings: Holding[] }>({
    load: async (tx, { body }) => {
      const receivable = await tx.entity('receivable', body.receivable);
      const holdings = await tx.entities('holding', receivable?.holdings ?? []);
      return { receivable, holdings: [...holdings.values()] };
    },
    decide: decideCancel,
  }),
  'receivable.record': handler<'receivable.record', OneClaim>({
    load: async (tx, { body }) => ({ receivable: await tx.entity('receivable', body.receivable) }),
    decide: decideRecord,
  }),
  'fingerprint.cancel': handler<'fingerprint.cancel', OneClaim>({
    load: async (tx, { body }) => ({ receivable: await tx.entity('receivable', body.receivable) }),
    decide: decideFingerprintCancel,
  }),
};

/** The fingerprints of an invoice under the registry key. */
export function keyedInvoice(
  details: InvoiceDetails,
  keyed: (text: string) => string,
): KeyedInvoice {
  const keys: RegistryKey[] = [];
  let invoice = '';
  for (const { kind, text } of preimages(details)) {
    const value = keyed(`${kind}\n${text}`);
    if (kind === 'K1') invoice = value;
    else if (isRegistryKind(kind)) keys.push({ kind, value });
  }
  return { invoice, keys, details };
}

/** The rows of the registry that the keys of these invoices lead to, and theirs in turn. */
export async function loadRegistry(
  tx: Tx,
  invoices: readonly KeyedInvoice[],
): Promise<Pick<OfferState, 'invoices' | 'fingerprints'>> {
  const keys = invoices.flatMap(found => found.keys.map(({ kind, value }) => `${kind}~${value}`));
  await tx.fetch([
    ...keys.map(key => ['fingerprint', key] as const),
    ...invoices.map(({ invoice }) => ['invoice', invoice] as const),
  ]);
  const fingerprints: ReadonlyMap<string, Fingerprint> = await tx.entities('fingerprint', keys);
  const ids = [
    ...invoices.map(({ invoice }) => invoice),
    ...[...fingerprints.values()].flatMap(row => row.invoices),
  ];
  const rows: ReadonlyMap<string, Invoice> = await tx.entities('invoice', [...new Set(ids)]);
  return { invoices: rows, fingerprints };
}

/** What a batch of new claims meets on the ledger. */
export async function loadClaims(
  tx: Tx,
  claims: Act<'receivable.offer'>['body']['items'],
  input: Input,
): Promise<Opened> {
  const keyed = await keyedHashOfMembers(tx);
  const details = new Map<string, readonly PrivateField[]>();
  const items: OfferedItem[] = [];
  for (const claim of claims) {
    const { receivable, root, replaces } = claim;
    const fields = openedFields(input, { name: 'details', member: receivable }, root);
    const order = await tx.entity('order', claim.order ?? '');
    if (fields) details.set(receivable, fields);
    items.push({
      known: await tx.entity('receivable', receivable),
      replaced: replaces === undefined ? undefined : await tx.entity('receivable', replaces),
      opened: opened(fields, claim.invoices.length, keyed),
      affiliated: await isAboveAffiliateCap(tx, claim),
      order,
      loan: await tx.entity('orderLoan', order?.loan ?? ''),
    });
  }
  const invoices = items.flatMap(item => (item.opened.ok ? item.opened.value : []));
  return { items, details, ...(await loadRegistry(tx, invoices)) };
}

/** G09 counts only for a related buyer: the attestation is read for those pairs alone. */
async function isAboveAffiliateCap(
  tx: Tx,
  { supplier, buyer }: { readonly supplier: string; readonly buyer: string },
): Promise<boolean> {
  const [seller, debtor] = [await tx.entity('party', supplier), await tx.entity('party', buyer)];
  if (!seller || !debtor || supplier === buyer || !areRelated(seller, debtor)) return false;
  const place = { kind: 'score', subject: supplier, role: 'supplier' } as const;
  const id = attestationId({ ...place, product: 'confirmedReceivable' });
  const body = (await tx.entity('attestation', id))?.body;
  return body?.kind === 'score' && body.conditions.includes('affiliateCap');
}

function opened(
  fields: readonly PrivateField[] | null,
  count: number,
  keyed: (text: string) => string,
): Result<readonly KeyedInvoice[], string> {
  if (!fields) return fail('root');
  const read = readInvoiceDetails(fields, count);
  return read.ok ? ok(read.value.map(details => keyedInvoice(details, keyed))) : read;
}

async function loadConfirm(tx: Tx, act: Act<'receivable.confirm'>): Promise<ConfirmState> {
  const items: ConfirmedItem[] = [];
  const orders = new Map<string, Order>();
  const claims = await tx.entities(
    'receivable',
    act.body.items.map(one => one.receivable),
  );
  await tx.fetch([...claims.values()].map(({ supplier }) => ['party', supplier]));
  for (const { receivable: id, payTo } of act.body.items) {
    const receivable = await tx.entity('receivable', id);
    const order = await tx.entity('order', receivable?.order ?? '');
    if (order) orders.set(order.order, order);
    items.push({
      receivable,
      account: await tx.entity('account', payTo),
      supplier: receivable ? await tx.entity('party', receivable.supplier) : undefined,
    });
  }
  const lineParameter = await tx.entity('param', confirmLineKey(act.actor));
  if (!lineParameter) return { items, orders, lineParameter, lines: new Map() };
  const places = act.body.items.map(({ face }) => `${act.actor}~${face.currency}`);
  const lines = await tx.entities('confirmLine', [...new Set(places)]);
  return { items, orders, lineParameter, lines };
}

const REGISTRY_KINDS: readonly string[] = ['K2', 'K3', 'K4', 'K5', 'S1', 'S2', 'S3', 'S4'];

function isRegistryKind(kind: string): kind is RegistryKeyKind {
  return REGISTRY_KINDS.includes(kind);
}
