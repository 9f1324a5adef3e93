import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Member } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type World } from '../client/world.ts';
import { forged } from '../files/forged.ts';
import { say } from './say.ts';

/** Suppliers that get papers, and how many papers are made at a time. */
const READERS = 6;
const SIDE_BY_SIDE = 3;
const LOCALES = ['zh', 'en', 'zh+en', 'en', 'zh', 'en'] as const;

type Paper = {
  readonly of: Member;
  readonly kind: string;
  readonly subject: string;
  readonly locale: string;
};
type Issued = { readonly kind: string; readonly file: string; readonly bytes: Buffer };

const SUBJECTS = `{
  live: receivables(first: 1, status: ["confirmed"]) { edges { node { objectId } } }
  done: receivables(first: 1, status: ["settled"]) { edges { node { objectId } } }
  financings(first: 1, status: ["active", "repaid"]) { edges { node { objectId } } } }`;
const ISSUE = `mutation($kind: String!, $subject: ID!, $locale: String) {
  documentIssue(kind: $kind, subject: $subject, locale: $locale) {
    ... on Document { number status url } ... on Refused { code message } } }`;

/** Where the story's papers lie. */
export function papersFolder(home: string): string {
  return join(home, 'papers');
}

/**
 * Issues certificate, debt confirmation, financing agreement and statement of account for the first
 * suppliers, downloads them, and lays a forged copy beside them. Asking again gives the same papers.
 */
export async function issuePapers(world: World, suppliers: readonly Member[]): Promise<void> {
  const folder = papersFolder(world.settings.home);
  mkdirSync(folder, { recursive: true });
  const readers = suppliers.slice(0, READERS);
  const papers = (await mapSide(readers, READERS, (of, at) => papersOf(world, of, at))).flat();
  const issued = await mapSide(papers, SIDE_BY_SIDE, paper => issue(world, folder, paper));
  const [first] = issued;
  if (first) {
    writeFileSync(join(folder, 'forged.pdf'), forged(first.bytes));
    await keepProof(world, first);
  }
  const counts = new Map<string, number>();
  for (const { kind } of issued) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${nameOf(kind)}`).join(', ');
  say(`${issued.length} papers issued (${parts}) and one forged copy, in ${folder}`);
}

async function papersOf(world: World, of: Member, at: number): Promise<readonly Paper[]> {
  type Found = { readonly edges: readonly { readonly node: { readonly objectId: string } }[] };
  const found = await world
    .client(of)
    .ask<{ live: Found; done: Found; financings: Found }>(SUBJECTS);
  const first = ({ edges }: Found): string | undefined => edges[0]?.node.objectId;
  const claim = first(found.live) ?? first(found.done);
  const subjects: readonly (readonly [string, string | undefined])[] = [
    ['RECEIVABLE_CERTIFICATE', claim],
    ['DEBT_CONFIRMATION', first(found.done) ?? claim],
    ['FINANCING_AGREEMENT', first(found.financings)],
    ['ACCOUNT_STATEMENT', of.party],
  ];
  return subjects.flatMap(([kind, subject], place) => {
    const locale = LOCALES[(at + place) % LOCALES.length] ?? 'zh';
    return subject === undefined ? [] : [{ of, kind, subject, locale }];
  });
}

async function issue(world: World, folder: string, paper: Paper): Promise<Issued> {
  const { of, kind, subject, locale } = paper;
  const { documentIssue } = await world.client(of).ask<{
    documentIssue: { number?: string; url?: string; code?: string; message?: string };
  }>(ISSUE, { kind, subject, locale });
  const { number, url, code, message } = documentIssue;
  if (number === undefined || url === undefined) {
    throw new StoryFault(code ?? 'NOT_ISSUED', `${of.slug} ${kind}: ${message ?? ''}`);
  }
  const response = await fetch(new URL(url, world.settings.origin));
  if (!response.ok) throw new StoryFault(`HTTP_${response.status}`, `${of.slug} ${number}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const file = join(folder, `${of.slug} ${nameOf(kind)} ${number.slice(-4)}.pdf`);
  writeFileSync(file, bytes);
  return { kind, file, bytes };
}

/** The proof beside the paper: with it the paper is verified without a network. */
async function keepProof(world: World, { file, bytes }: Issued): Promise<void> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const response = await fetch(new URL(`/v1/verify/${hash}`, world.settings.origin));
  if (!response.ok) throw new StoryFault(`HTTP_${response.status}`, `proof of ${file}`);
  const { proof } = (await response.json()) as { proof: unknown };
  writeFileSync(file.replace(/pdf$/, 'proof.json'), JSON.stringify(proof));
}

/** `DEBT_CONFIRMATION` is `debt confirmation`. */
function nameOf(kind: string): string {
  return kind.toLowerCase().replaceAll('_', ' ');
}
