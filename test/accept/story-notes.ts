import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { broken, holds, type Outcome } from './line.ts';

type Account = { readonly client: string; readonly secret: string };
type Minor = { readonly minor: string };
type Figures = {
  readonly total: string;
  readonly classes: readonly {
    readonly bond: string;
    readonly interest: string;
    readonly principal: string;
    readonly closing: string;
  }[];
  readonly fees: readonly { readonly paid: string }[];
};
type Payment = {
  readonly objectId: string;
  readonly on: string;
  readonly status: string;
  readonly lines: readonly { readonly paid: string }[];
  readonly figures: Figures;
};
type Answer = {
  readonly deals: readonly {
    readonly hash: string;
    readonly classes: readonly { readonly amount: Minor; readonly sharePpm: number }[];
    readonly distributions: readonly Payment[];
  }[];
  readonly pools: {
    readonly edges: readonly {
      readonly node: {
        readonly objectId: string;
        readonly status: string;
        readonly amount: Minor;
        readonly collections: readonly {
          readonly flows: readonly { readonly flow: string; readonly amount: Minor }[];
        }[];
      };
    }[];
  };
};

const QUERY = `{ deals { hash classes { amount sharePpm }
    distributions { objectId on status lines figures } }
  pools(first: 5) { edges { node { objectId status amount collections } } } }`;

/** What one program of a party is answered at the product's door. */
export async function askAs<T>(
  origin: string,
  { client, secret }: Account,
  query: string,
): Promise<T> {
  const form = await fetch(`${origin}/oidc/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials&scope=api',
  });
  const { access_token: token = '' } = (await form.json()) as { access_token?: string };
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-tally-request': '1',
    },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { data?: T };
  if (!data) throw new Error(`no answer: ${answer.status}`);
  return data;
}

/** The account of a party's program as the start program wrote it. */
export function accountOf(home: string, client: string): Account | null {
  const file = join(home, 'demo', 'accounts.json');
  if (!existsSync(file)) return null;
  const { services } = JSON.parse(readFileSync(file, 'utf8')) as { services: readonly Account[] };
  return services.find(service => service.client === client) ?? null;
}

/**
 * The story's notes, asked anew: three classes of 85, 6 and 9 %; three settled dates; all that the
 * pool was owed was collected or diluted; each date paid what it collected, line by line; every
 * class is paid off; and the papers show these figures.
 */
export async function storyNotes(home: string, origin: string): Promise<Outcome> {
  const account = accountOf(home, 'manager');
  if (!account) return broken('no account of the manager');
  const { deals, pools } = await askAs<Answer>(origin, account, QUERY);
  const [deal, pool] = [deals[0], pools.edges[0]?.node];
  if (!deal || !pool) return broken('the manager sees no deal or no pool');
  const faults = [
    ...shareFaults(deal.classes.map(({ sharePpm }) => sharePpm)),
    ...poolFaults(pool, deal.distributions),
    ...deal.distributions.flatMap(paymentFaults),
    ...lastFaults(deal.distributions.at(-1)),
    ...(await paperFaults(home, { deal, pool })),
  ];
  const paid = sum(deal.distributions, ({ figures }) => figures.total);
  const { length } = deal.distributions;
  return holds(
    faults.length === 0,
    faults.join('; ') || `${length} dates paid ${paid} minor units`,
  );
}

function sum<T>(rows: readonly T[], minor: (row: T) => string): bigint {
  return rows.reduce((total, row) => total + BigInt(minor(row)), 0n);
}

function shareFaults(shares: readonly number[]): string[] {
  return shares.join() === '850000,60000,90000' ? [] : [`classes are ${shares.join(', ')} ppm`];
}

type Pool = Answer['pools']['edges'][number]['node'];

function poolFaults(pool: Pool, payments: readonly Payment[]): string[] {
  const flows = pool.collections.flatMap(({ flows: own }) => own);
  const of = (name: string): bigint =>
    sum(
      flows.filter(({ flow }) => flow === name),
      ({ amount }) => amount.minor,
    );
  const [principal, dilution] = [of('principal'), of('dilution')];
  const paid = sum(payments, ({ figures }) => figures.total);
  return [
    ...(pool.status === 'sold' ? [] : [`the pool is ${pool.status}`]),
    ...(pool.collections.length === 3 ? [] : [`${pool.collections.length} collections`]),
    ...(dilution > 0n ? [] : ['nothing was diluted']),
    ...(principal + dilution === BigInt(pool.amount.minor)
      ? []
      : [`collected ${principal} and diluted ${dilution} of ${pool.amount.minor}`]),
    ...(paid === principal ? [] : [`${paid} paid of ${principal} collected`]),
  ];
}

function paymentFaults({ on, status, figures, lines }: Payment): string[] {
  const toClasses = sum(figures.classes, ({ interest }) => interest);
  const principal = sum(figures.classes, one => one.principal);
  const fees = sum(figures.fees, ({ paid }) => paid);
  const byLine = sum(lines, ({ paid }) => paid);
  const total = BigInt(figures.total);
  return [
    ...(status === 'settled' ? [] : [`${on} is ${status}`]),
    ...(toClasses + principal + fees === total ? [] : [`${on}: classes and fees are not ${total}`]),
    ...(byLine === total ? [] : [`${on}: lines pay ${byLine} of ${total}`]),
  ];
}

function lastFaults(last: Payment | undefined): string[] {
  const open = last?.figures.classes.filter(({ closing }) => closing !== '0') ?? [];
  return open.map(({ bond, closing }) => `class ${bond} is still owed ${closing}`);
}

type Leaf = { readonly v: unknown };
type Paper = Readonly<Record<string, Leaf | readonly Readonly<Record<string, Leaf>>[]>>;

/** Figures in the papers against those that were asked anew. */
async function paperFaults(
  home: string,
  of: { readonly deal: Answer['deals'][number]; readonly pool: Pool },
): Promise<string[]> {
  const folder = join(home, 'papers');
  const names = readdirSync(folder).filter(name => /^(custodian|manager) .*\.pdf$/.test(name));
  const faults: string[] = [];
  let reports = 0;
  for (const name of names) {
    const paper = await figuresIn(join(folder, name));
    const id = leafOf(paper, 'distributionId');
    const payment = of.deal.distributions.find(({ objectId }) => objectId === id);
    if (name.includes('distribution report')) {
      reports += 1;
      if (!payment || !sameReport(paper, payment)) faults.push(`${name} differs from the ledger`);
    }
    if (name.includes('pool statement')) {
      const pooled = paper['pooled'] as unknown as { readonly amount: { readonly v: Minor } };
      if (pooled.amount.v.minor !== of.pool.amount.minor) faults.push(`${name}: another amount`);
    }
    const hash = leafOf(paper, 'dealHash');
    if (hash !== undefined && hash !== of.deal.hash) faults.push(`${name}: another deal`);
  }
  return reports === 3 ? faults : [...faults, `${reports} distribution reports`];
}

function sameReport(paper: Paper, { figures, lines }: Payment): boolean {
  const rows = paper['lines'] as readonly Readonly<Record<string, Leaf>>[];
  const shown = rows.map(row => (row['paid']?.v as Minor).minor);
  const total = (leafOf(paper, 'total') as Minor).minor;
  return total === figures.total && shown.join() === lines.map(({ paid }) => paid).join();
}

function leafOf(paper: Paper, name: string): unknown {
  const leaf = paper[name];
  return leaf && 'v' in leaf ? leaf.v : undefined;
}

async function figuresIn(file: string): Promise<Paper> {
  const pdf = await PDF.load(readFileSync(file));
  const text = Buffer.from(pdf.attachments.get('figures.json') ?? []).toString();
  return (JSON.parse(text) as { figures: Paper }).figures;
}
