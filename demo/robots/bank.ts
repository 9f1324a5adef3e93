import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNDER, OPERATOR, type Member } from '../cast/cast.ts';
import { digest } from '../story/founding.ts';
import type { World } from '../client/world.ts';
import { camt053, type BankEntry } from '../files/camt.ts';
import { memberOf } from './funder.ts';

/** Money that moves on the collection account; the key keeps it from being booked twice. */
export type Movement = {
  readonly key: string;
  readonly credit: boolean;
  readonly amount: bigint;
  readonly endToEndId: string;
  readonly party: Member;
  readonly text: string;
};

/** One statement of the bank's own book, as it is kept: written whole before it is sent. */
type Page = {
  readonly sequence: number;
  readonly name: string;
  readonly xml: string;
  readonly closing: string;
  readonly booked: readonly string[];
  readonly sent: boolean;
};

const PAYOUTS = `query($status: [String!]) { financings(first: 100, status: $status) { edges { node {
  holder { objectId } payout { objectId status amount endToEndId } } } } }`;

type Row = {
  readonly holder: { readonly objectId: string };
  readonly payout: {
    readonly objectId: string;
    readonly status: string;
    readonly amount: { readonly minor: string };
    readonly endToEndId: string | null;
  } | null;
};

/** Books every payout whose order the bank has, on one statement; answers how many. */
export async function bookBank(world: World): Promise<number> {
  const { financings } = await world.client(FUNDER).ask<{
    financings: { edges: readonly { readonly node: Row }[] };
  }>(PAYOUTS, { status: ['disbursing'] });
  const movements = financings.edges.flatMap(({ node: { holder, payout } }): Movement[] => {
    if (payout?.status !== 'sent') return [];
    const { objectId, amount } = payout;
    return [
      {
        key: `payout ${objectId}`,
        credit: false,
        amount: BigInt(amount.minor),
        endToEndId: payout.endToEndId ?? objectId,
        party: memberOf(holder.objectId),
        text: 'payout',
      },
    ];
  });
  return sendStatement(world, movements);
}

/**
 * Books what is not booked yet on one camt.053 of the collection account and brings it through the
 * upload door; answers how many entries are new. The page is on disk before it is sent, and a page
 * that was not sent goes out again with the same bytes.
 */
export async function sendStatement(world: World, movements: readonly Movement[]): Promise<number> {
  const pages = readPages(world);
  for (const page of pages.filter(({ sent }) => !sent)) await sendPage(world, page);
  const booked = new Set(pages.flatMap(page => page.booked));
  const fresh = movements.filter(({ key }) => !booked.has(key));
  if (fresh.length === 0) return 0;
  const last = pages.at(-1);
  const sequence = (last?.sequence ?? 0) + 1;
  const { xml, closing } = camt053({
    account: OPERATOR.account.number,
    date: world.businessDate,
    sequence,
    opening: BigInt(last?.closing ?? '0'),
    entries: fresh.map(entryOf),
  });
  const page: Page = {
    sequence,
    name: `statement-${world.businessDate}-${sequence}.xml`,
    xml,
    closing: closing.toString(),
    booked: fresh.map(({ key }) => key),
    sent: false,
  };
  writePage(world, page);
  await sendPage(world, page);
  return fresh.length;
}

function entryOf({ key, credit, amount, endToEndId, party, text }: Movement): BankEntry {
  const reference = digest(key).slice(0, 16).toUpperCase();
  const { name, account } = party;
  const other = { name: name.zh, account: account.number };
  return { credit, amount, reference, endToEndId, party: other, text };
}

async function sendPage(world: World, page: Page): Promise<void> {
  await world.client(OPERATOR).upload(page.name, Buffer.from(page.xml, 'utf8'));
  writePage(world, { ...page, sent: true });
}

function readPages(world: World): readonly Page[] {
  const folder = folderOf(world);
  const names = readdirSync(folder).filter(name => name.endsWith('.json'));
  const pages = names.map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Page);
  return pages.sort((a, b) => a.sequence - b.sequence);
}

/** Either the whole page or none of it, whatever ends us in between. */
function writePage(world: World, page: Page): void {
  const file = join(folderOf(world), `${String(page.sequence).padStart(5, '0')}.json`);
  writeFileSync(`${file}.draft`, JSON.stringify(page));
  renameSync(`${file}.draft`, file);
}

function folderOf(world: World): string {
  const folder = join(world.settings.home, 'demo', 'bank');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
