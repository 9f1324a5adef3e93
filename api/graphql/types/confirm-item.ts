import { createHash } from 'node:crypto';
import type { Wire } from '../../../domain/wire/index.ts';
import type { Context } from '../context.ts';
import type { ReceivableView } from './refs.ts';

const STATEMENT_TEXT =
  'We owe this amount on this day, will pay it to this account, and raise no defence or set-off.';

/** What the debtor declares with its signature, by hash. */
const CONFIRMATION_STATEMENT = {
  hash: createHash('sha256').update(STATEMENT_TEXT).digest('hex'),
  kind: 'debtConfirmation',
  bytes: Buffer.byteLength(STATEMENT_TEXT),
} as const;

/** Item of `receivable.confirm` ready for the buyer to read and sign; `null` for everybody else. */
export async function confirmItem(context: Context, { row }: ReceivableView): Promise<Wire> {
  const { body } = row;
  const isBuyer = body.buyer === context.caller.party;
  if (!isBuyer || (body.status !== 'offered' && body.status !== 'recorded')) return null;
  const [account] = await context.reading.query<{ id: string }>(COLLECT_ACCOUNT, [
    context.services.channel,
    body.supplier,
    body.face.currency,
  ]);
  return {
    receivable: body.receivable,
    expect: body.version,
    root: body.root,
    face: { ...body.face },
    dueOn: body.dueOn,
    payTo: account?.id ?? null,
    undertaking: 'irrevocable',
    statement: { ...CONFIRMATION_STATEMENT },
  };
}

/** The platform's collect account, so that the repayment is seen; else the supplier's own. */
const COLLECT_ACCOUNT = `select a.id from book.account a
  left join book.channel c on c.id = $1 and c.body->>'operator' = a.body->>'party'
  where a.body->>'purpose' = 'collect' and a.body->>'state' = 'verified'
    and a.body->'currency' = to_jsonb($3::text) and (c.id is not null or a.body->>'party' = $2)
  order by c.id nulls last, a.id limit 1`;
