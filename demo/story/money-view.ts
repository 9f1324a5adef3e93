import { OPERATOR, type Member } from '../cast/cast.ts';
import type { World } from '../client/world.ts';
import { FINANCED_DUE } from '../files/trade.ts';

export type Minor = { readonly minor: string };
export type Financing = {
  readonly objectId: string;
  readonly status: string;
  readonly advance: Minor | null;
  readonly discount: Minor | null;
  readonly cash: Minor | null;
  readonly fees: readonly { readonly amount: Minor }[];
};
export type Claim = {
  readonly objectId: string;
  readonly number: string;
  readonly status: string;
  readonly outstanding: string;
  readonly free: string;
};

const FINANCINGS = `{ financings(first: 50) { edges { node { objectId status advance discount cash
  fees { amount } } } } }`;
const CLAIMS = `query($on: BusinessDate!) { receivables(first: 50, dueFrom: $on, dueTo: $on) { edges {
  node { objectId status outstanding amountParts { free } details { number } } } } }`;
const PAYMENTS = `query($after: Cursor) { payments(first: 50, after: $after) {
  pageInfo { hasNextPage endCursor }
  edges { node { amount unallocated payer { objectId } matches } } } }`;
/** States in which a financing is no longer asked for. */
const GONE = ['cancelled', 'refused', 'lapsed', 'expired', 'returned'];

/** The supplier's financings that stand. */
export async function financingsOf(world: World, of: Member): Promise<readonly Financing[]> {
  const { financings } = await world
    .client(of)
    .ask<{ financings: { edges: readonly { readonly node: Financing }[] } }>(FINANCINGS);
  return financings.edges.map(({ node }) => node).filter(({ status }) => !GONE.includes(status));
}

/** The supplier's claims of the day on which the story's financings are repaid. */
export function financedClaims(world: World, of: Member): Promise<readonly Claim[]> {
  return claimsDue(world, of, FINANCED_DUE);
}

/** The supplier's claims that fall due on a day. */
export async function claimsDue(world: World, of: Member, on: string): Promise<readonly Claim[]> {
  const { receivables } = await world.client(of).ask<{
    receivables: {
      edges: readonly {
        readonly node: {
          readonly objectId: string;
          readonly status: string;
          readonly outstanding: Minor;
          readonly amountParts: { readonly free: Minor };
          readonly details: { readonly number: string | null } | null;
        };
      }[];
    };
  }>(CLAIMS, { on });
  return receivables.edges.map(({ node }) => ({
    objectId: node.objectId,
    status: node.status,
    outstanding: node.outstanding.minor,
    free: node.amountParts.free.minor,
    number: node.details?.number ?? node.objectId,
  }));
}

/** Whether all financings of the supplier are repaid. */
export async function isRepaid(world: World, of: Member): Promise<boolean> {
  const own = await financingsOf(world, of);
  return own.length > 0 && own.every(({ status }) => status === 'repaid');
}

/** What a party has paid in, and where it went; in fen. */
export type Inflows = {
  readonly payments: number;
  readonly received: bigint;
  readonly allocated: bigint;
  readonly unallocated: bigint;
  readonly principal: bigint;
  readonly residual: bigint;
};

type Node = {
  readonly amount: Minor;
  readonly unallocated: Minor;
  readonly payer: { readonly objectId: string } | null;
  readonly matches: readonly {
    readonly status: string;
    readonly amount: { readonly minor: string };
    readonly divisions: readonly { readonly principal: string; readonly toHolder: string }[];
  }[];
};

/**
 * Sums of the payments that came from one party, as the operator sees them; what is allocated is
 * counted from the standing matches, so that it can differ from what the payments say.
 */
export async function inflows(world: World, from: Member): Promise<Inflows> {
  const own = (await allPayments(world)).filter(({ payer }) => payer?.objectId === from.party);
  const matches = own.flatMap(payment => payment.matches);
  const standing = matches.filter(({ status }) => status === 'standing');
  const divisions = matches.flatMap(match => match.divisions);
  const sum = (texts: readonly string[]): bigint =>
    texts.reduce((total, text) => total + BigInt(text), 0n);
  return {
    payments: own.length,
    received: sum(own.map(({ amount }) => amount.minor)),
    allocated: sum(standing.map(({ amount }) => amount.minor)),
    unallocated: sum(own.map(({ unallocated }) => unallocated.minor)),
    principal: sum(divisions.map(({ principal }) => principal)),
    residual: sum(divisions.map(({ toHolder }) => toHolder)),
  };
}

async function allPayments(world: World): Promise<readonly Node[]> {
  const found: Node[] = [];
  let after: string | null = null;
  do {
    const { payments }: { payments: Page } = await world.client(OPERATOR).ask(PAYMENTS, { after });
    found.push(...payments.edges.map(({ node }) => node));
    after = payments.pageInfo.hasNextPage ? payments.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

type Page = {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
};
