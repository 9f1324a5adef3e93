import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { FUNDER, OPERATOR } from '../cast/cast.ts';
import { digest } from '../story/founding.ts';
import type { World } from '../client/world.ts';
import { camt053, type BankEntry } from '../files/camt.ts';
import { memberOf } from './funder.ts';

/** The bank's own book of the collection account: balance, statement number, what is booked. */
type Book = { balance: string; sequence: number; booked: string[] };

const PAYOUTS = `query($status: [String!]) { financings(first: 100, status: $status) { edges { node {
  objectId holder { objectId } payout { objectId status amount endToEndId } } } } }`;

type Row = {
  readonly objectId: string;
  readonly holder: { readonly objectId: string };
  readonly payout: {
    readonly objectId: string;
    readonly status: string;
    readonly amount: { readonly minor: string };
    readonly endToEndId: string | null;
  } | null;
};

/** Books every instructed payout and sends the day's statement; answers how many were booked. */
export async function bookBank(world: World): Promise<number> {
  const { financings } = await world.client(FUNDER).ask<{
    financings: { edges: readonly { readonly node: Row }[] };
  }>(PAYOUTS, { status: ['disbursing'] });
  const book = readBook(world);
  const entries = financings.edges.flatMap(({ node: { holder, payout } }): BankEntry[] => {
    if (!payout || book.booked.includes(payout.objectId)) return [];
    const payee = memberOf(holder.objectId);
    return [
      {
        credit: false,
        amount: BigInt(payout.amount.minor),
        reference: `PO${payout.objectId.slice(-12)}`,
        endToEndId: payout.endToEndId ?? payout.objectId,
        party: { name: payee.name.zh, account: payee.account.number },
        text: `payout ${payout.objectId}`,
      },
    ];
  });
  if (entries.length === 0) return 0;
  const booked = financings.edges.flatMap(({ node }) =>
    node.payout ? [node.payout.objectId] : [],
  );
  await sendStatement(world, entries, booked);
  return entries.length;
}

/** Writes one camt.053 of the collection account and brings it through the upload door. */
export async function sendStatement(
  world: World,
  entries: readonly BankEntry[],
  booked: readonly string[] = [],
): Promise<void> {
  const book = readBook(world);
  const sequence = book.sequence + 1;
  const { xml, closing } = camt053({
    account: OPERATOR.account.number,
    date: world.businessDate,
    sequence,
    opening: BigInt(book.balance),
    entries,
  });
  const name = `statement-${world.businessDate}-${sequence}.xml`;
  const bytes = Buffer.from(xml, 'utf8');
  await world.client(OPERATOR).upload(name, bytes);
  const next = { balance: closing.toString(), sequence, booked: [...book.booked, ...booked] };
  writeFileSync(bookFile(world), JSON.stringify(next));
  writeFileSync(join(folderOf(world), `${digest(name).slice(0, 8)}-${name}`), bytes);
}

function readBook(world: World): Book {
  const file = bookFile(world);
  if (!existsSync(file)) return { balance: '0', sequence: 0, booked: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Book;
}

function bookFile(world: World): string {
  return join(folderOf(world), 'book.json');
}

function folderOf(world: World): string {
  const folder = join(world.settings.home, 'demo', 'bank');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
