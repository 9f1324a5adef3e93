import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CUSTODIAN, INVESTORS, MANAGER, ORIGINATOR, type Member } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type World } from '../client/world.ts';
import { forged } from '../files/forged.ts';
import { distributionOf } from './payment.ts';
import { say } from './say.ts';
import { DEAL, ISSUE, PAYMENT_DAYS, POOL } from './terms.ts';

/** Suppliers that get papers, and how many papers are made at a time. */
const READERS = 6;
const SIDE_BY_SIDE = 3;
/** Papers of the notes are in both languages at once. */
const NOTE_LOCALES = ['zh+en'] as const;
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
const ISSUE_PAPER = `mutation($kind: String!, $subject: ID!, $locale: String) {
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
  const readers = suppliers.slice(0, READERS);
  const papers = (await mapSide(readers, READERS, (of, at) => papersOf(world, of, at))).flat();
  const issued = await issueAll(world, papers);
  const [first] = issued;
  if (first) {
    writeFileSync(join(folder, 'forged.pdf'), forged(first.bytes));
    await keepProof(world, first);
  }
  say(`${countsOf(issued)} and one forged copy, in ${folder}`);
}

/**
 * What the notes need: the pool's list with its tape, the sale, the terms, a report of each payment
 * date, and what each investor holds.
 */
export async function issueNotePapers(world: World): Promise<void> {
  const of = (kind: string, member: Member, subject: string): readonly Paper[] =>
    NOTE_LOCALES.map(locale => ({ of: member, kind, subject, locale }));
  const issued = await issueAll(world, [
    ...of('POOL_STATEMENT', MANAGER, POOL),
    ...of('TRUE_SALE', ORIGINATOR, POOL),
    ...of('TERM_SHEET', MANAGER, DEAL),
    ...of('PROSPECTUS', MANAGER, DEAL),
    ...PAYMENT_DAYS.flatMap(on => of('DISTRIBUTION_REPORT', CUSTODIAN, distributionOf(on))),
    ...INVESTORS.flatMap(investor => of('HOLDER_STATEMENT', investor, ISSUE)),
  ]);
  say(`${countsOf(issued)}, in ${papersFolder(world.settings.home)}`);
}

async function issueAll(world: World, papers: readonly Paper[]): Promise<readonly Issued[]> {
  const folder = papersFolder(world.settings.home);
  mkdirSync(folder, { recursive: true });
  return mapSide(papers, SIDE_BY_SIDE, paper => issue(world, folder, paper));
}

/** `24 papers issued (6 receivable certificate, …)`. */
function countsOf(issued: readonly Issued[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of issued) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${nameOf(kind)}`).join(', ');
  return `${issued.length} papers issued (${parts})`;
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
  const { documentIssue } = await world.client(of).askPatiently<{
    documentIssue: { number?: string; url?: string; code?: string; message?: string };
  }>(ISSUE_PAPER, { kind, subject, locale });
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
