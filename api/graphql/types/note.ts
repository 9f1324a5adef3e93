import type { Entities } from '../../../domain/event/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';

type HoldingRow = {
  readonly issue: Entities['issue'];
  readonly bond: string;
  readonly units: number;
  readonly interest: string;
  readonly principal: string;
};
type PaymentRow = Entities['notePayment'] & { readonly deal: string };
type PaidClass = {
  readonly bond: string;
  readonly units: number;
  readonly interest: MoneyWire;
  readonly principal: MoneyWire;
};

const LISTED_MAX = 200;

const HoldingType = builder.objectRef<HoldingRow>('NoteHolding').implement({
  description: "The caller's own units of one class of an issue.",
  fields: t => ({
    issue: t.string({ resolve: ({ issue }) => issue.issue }),
    deal: t.string({ resolve: ({ issue }) => issue.deal }),
    bond: t.exposeString('bond'),
    units: t.exposeInt('units'),
    nominal: t.field({
      type: 'Money',
      nullable: true,
      description: 'Original amount of the units.',
      resolve: ({ issue, bond, units }) => {
        const nominal = issue.classes.find(one => one.bond === bond)?.nominal;
        return nominal ? { ...nominal, minor: `${BigInt(nominal.minor) * BigInt(units)}` } : null;
      },
    }),
    interest: t.field({
      type: 'Money',
      nullable: true,
      description: 'Interest received so far.',
      resolve: ({ issue, bond, interest }) => amountOf(issue, bond, interest),
    }),
    principal: t.field({
      type: 'Money',
      nullable: true,
      description: 'Principal received so far.',
      resolve: ({ issue, bond, principal }) => amountOf(issue, bond, principal),
    }),
  }),
});

function amountOf({ classes }: Entities['issue'], bond: string, minor: string): MoneyWire | null {
  const nominal = classes.find(one => one.bond === bond)?.nominal;
  return nominal ? { minor, currency: nominal.currency } : null;
}

const PaidClassType = builder.objectRef<PaidClass>('NotePaidClass').implement({
  fields: t => ({
    bond: t.exposeString('bond'),
    units: t.exposeInt('units'),
    interest: t.expose('interest', { type: 'Money' }),
    principal: t.expose('principal', { type: 'Money' }),
  }),
});

const NotePaymentType = builder.objectRef<PaymentRow>('NotePayment').implement({
  description: "The caller's own shares of a settled payment date.",
  fields: t => ({
    distribution: t.exposeString('distribution'),
    issue: t.exposeString('issue'),
    deal: t.exposeString('deal'),
    on: t.expose('on', { type: 'BusinessDate' }),
    settledOn: t.expose('settledOn', { type: 'BusinessDate' }),
    total: t.field({
      type: 'Money',
      resolve: ({ rows, currency }) => {
        const sum = rows.reduce((all, [, , , due, back]) => all + BigInt(due) + BigInt(back), 0n);
        return { minor: `${sum}`, currency };
      },
    }),
    classes: t.field({
      type: [PaidClassType],
      resolve: ({ rows, currency }) =>
        rows.map(([bond, , units, interest, principal]) => ({
          bond,
          units,
          interest: { minor: interest, currency },
          principal: { minor: principal, currency },
        })),
    }),
  }),
});

async function holdingsOf({ reading, caller }: Context): Promise<HoldingRow[]> {
  return reading.query<HoldingRow>(
    `select i.body as issue, h.body->>'bond' as bond, (h.body->>'units')::int as units,
        coalesce(p.interest, 0)::text as interest, coalesce(p.principal, 0)::text as principal
       from book.note_holding h join book.issue i on i.id = h.issue
       left join lateral (
         select sum((r->>3)::numeric) as interest, sum((r->>4)::numeric) as principal
           from book.note_payment n cross join jsonb_array_elements(n.body->'rows') r
          where n.holder = $1 and n.body->>'issue' = h.issue and r->>0 = h.body->>'bond'
       ) p on true
      where h.holder = $1 and i.body->>'state' <> 'failed' order by h.id limit ${LISTED_MAX}`,
    [caller.party],
  );
}

async function paymentsOf({ reading, caller }: Context): Promise<PaymentRow[]> {
  const rows = await reading.query<{ body: Entities['notePayment']; deal: string }>(
    `select n.body, i.deal from book.note_payment n
       join book.issue i on i.id = n.body->>'issue'
      where n.holder = $1 order by n.booked_on desc, n.id limit ${LISTED_MAX}`,
    [caller.party],
  );
  return rows.map(({ body, deal }) => ({ ...body, deal }));
}

builder.queryFields(t => ({
  noteHoldings: t.field({
    type: [HoldingType],
    description: 'Notes of the caller, with what they brought so far.',
    complexity: 20,
    resolve: (_root, _args, context) => holdingsOf(context),
  }),
  notePayments: t.field({
    type: [NotePaymentType],
    description: 'Payments that the caller received on its notes, newest first.',
    complexity: 20,
    resolve: (_root, _args, context) => paymentsOf(context),
  }),
}));
