import { createHash } from 'node:crypto';
import { parseSignedAct } from '../../domain/act/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { ENTITY_TYPES } from '../../domain/event/index.ts';
import {
  HEADER_BYTES,
  PROOF_FORMAT,
  type ProofClaim,
  type ProofField,
  type ProofManifest,
} from '../../domain/evidence/index.ts';
import { RULES_VERSION } from '../../domain/governance/index.ts';
import {
  canonical,
  isList,
  isObject,
  parseWire,
  toHex,
  type Wire,
} from '../../domain/wire/index.ts';
import { organisationRoots } from '../../ledger/index.ts';
import { readBlock } from './ledger-act.ts';
import { PROOF_README } from './proof-readme.ts';
import { storedZip } from './proof-zip.ts';
import type { Reading } from './reading.ts';
import type { Services } from './services.ts';

/** Blocks that one bundle holds; an object with more is checked with all blocks of the ledger. */
const BLOCKS_MAX = 400;

/** Up to this height the headers begin with block 0, so that any pinned checkpoint is among them. */
const HEADERS_MAX = 20_000n;

/** What a bundle is made from. */
export type ProofSources = Pick<Services, 'ledger' | 'documents' | 'channel'>;

type Asked = { readonly object: string; readonly party: string };
type Tx = { readonly block: bigint; readonly index: number; readonly act: string };

/**
 * A `tally-proof/1` zip of one object `type~id`: every block with an act on it, or with a key that
 * signed one, whole; the headers up to the head; the acts and keys once more by
 * themselves; the papers and private fields that the asking party may see; and, as a claim, the
 * state that the read model shows. `null` for an unknown object, or one with too many blocks.
 */
export async function proofBundle(
  services: ProofSources,
  reading: Reading,
  asked: Asked,
): Promise<Buffer | null> {
  const body = await stateOf(reading, asked.object);
  if (body === null) return null;
  const papers = await papersOf(reading, asked);
  const objects = [asked.object, ...papers.map(id => `document~${id.replaceAll('-', '')}`)];
  const acts = await transactionsOn(reading, objects);
  const keys = await keysOf(services, acts);
  const made = await transactionsOn(
    reading,
    keys.map(key => `key~${key}`),
  );
  const numbers = [...new Set([...acts, ...made].map(({ block }) => block))].sort(ascending);
  const [first] = numbers;
  if (first === undefined || numbers.length > BLOCKS_MAX) return null;
  const members = new Map<string, Uint8Array>();
  const head = await addBlocks(members, services, new Set(numbers));
  await addActs(members, services, acts);
  const text = (name: string, value: unknown): void => {
    members.set(name, Buffer.from(canonical(value as Wire)));
  };
  text('keys.json', await keyRows(reading, keys));
  text('policy.json', { organisations: await organisationRoots(services.ledger) });
  text('claims.json', [{ object: asked.object, body }] satisfies ProofClaim[]);
  for (const field of await fieldsOf(services, reading, asked)) {
    text(`disclosed/${field.object}~${field.path}.json`, field);
  }
  for (const id of papers) {
    const file = await services.documents.read(asked.party, id);
    if (file) members.set(`documents/${id}.pdf`, file.bytes);
  }
  for (const [name, words] of Object.entries(PROOF_README)) members.set(name, Buffer.from(words));
  const manifest: ProofManifest = {
    format: PROOF_FORMAT,
    channel: services.channel,
    object: asked.object,
    blocks: numbers.map(Number),
    head,
    rulesVersion: RULES_VERSION,
    members: Object.fromEntries([...members].map(([name, bytes]) => [name, sha256(bytes)])),
  };
  text('manifest.json', manifest);
  return storedZip(members);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

async function stateOf(reading: Reading, object: string): Promise<Wire> {
  const at = object.indexOf('~');
  const type = ENTITY_TYPES.find(one => one === object.slice(0, at));
  if (type === undefined) return null;
  const found = await reading.entity(type, object.slice(at + 1));
  return found === null ? null : found.body;
}

async function keyRows(reading: Reading, ids: readonly string[]): Promise<Entities['key'][]> {
  const rows = await Promise.all(ids.map(id => reading.entity('key', id)));
  return rows.flatMap(row => (row ? [row.body] : []));
}

/** Papers about the object that the asking party keeps. */
async function papersOf(reading: Reading, { object, party }: Asked): Promise<readonly string[]> {
  const id = object.slice(object.indexOf('~') + 1);
  const rows = await reading.query<{ id: string }>(
    `select id from app.document where tenant_id = $1 and subject_id = $2 order by id limit 50`,
    [party, id],
  );
  return rows.map(row => row.id);
}

async function transactionsOn(reading: Reading, objects: readonly string[]): Promise<Tx[]> {
  const rows = await reading.query<{ block: bigint; tx_index: number; act_id: string }>(
    `select distinct tx.block, tx.tx_index, tx.act_id
       from book.event_object o join book.tx tx using (block, tx_index)
      where o.object_id = any($1) order by tx.block, tx.tx_index`,
    [objects],
  );
  return rows.map(row => ({ block: row.block, index: row.tx_index, act: row.act_id }));
}

/** The keys that signed these acts. */
async function keysOf({ ledger }: ProofSources, acts: readonly Tx[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { block, index } of acts) {
    const text = (await readBlock(ledger, block))?.transactions.find(tx => tx.index === index);
    const parsed = parseSignedAct(text?.signedText ?? '');
    if (parsed.ok) for (const { key } of parsed.value.signatures) found.add(key);
  }
  return [...found].sort();
}

/** The blocks whole, and every header from the first of them on; says where the chain ends. */
async function addBlocks(
  members: Map<string, Uint8Array>,
  { ledger }: ProofSources,
  numbers: ReadonlySet<bigint>,
): Promise<ProofManifest['head']> {
  const { height } = await ledger.info();
  const own = [...numbers].reduce((least, one) => (one < least ? one : least), height);
  const first = height <= HEADERS_MAX ? 0n : own;
  const headers: Buffer[] = [];
  let head = { number: 0, hash: '' };
  for await (const block of ledger.blocks(first)) {
    if (numbers.has(block.number)) members.set(`blocks/${block.number}.bin`, block.bytes);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeBigUInt64BE(block.number);
    header.set(block.previousHash, 8);
    header.set(block.dataHash, 40);
    headers.push(header);
    head = { number: Number(block.number), hash: toHex(block.hash) };
    if (block.number >= height - 1n) break;
  }
  members.set('headers.bin', Buffer.concat(headers));
  return head;
}

async function addActs(
  members: Map<string, Uint8Array>,
  { ledger }: ProofSources,
  acts: readonly Tx[],
): Promise<void> {
  for (const { block, index, act } of acts) {
    const found = (await readBlock(ledger, block))?.transactions.find(tx => tx.index === index);
    const text = found?.signedText;
    if (text != null) members.set(`acts/${act}.json`, Buffer.from(text));
  }
}

/** Private fields of a claim that were disclosed to the asking party and still are. */
async function fieldsOf(
  { ledger }: ProofSources,
  reading: Reading,
  { object, party }: Asked,
): Promise<readonly ProofField[]> {
  const [type, id = ''] = object.split('~');
  if (type !== 'receivable') return [];
  const rows = await reading.query<{ id: string }>(
    `select id from book.disclosure
      where body->>'by' = $1 and body->>'state' = 'granted' and body->'objects' ? $2 order by id`,
    [party, id],
  );
  const found: ProofField[] = [];
  for (const row of rows) {
    const query = { kind: 'disclosure.fields', disclosure: row.id, object: id, reader: party };
    const answer = await ledger.evaluate({ text: canonical(query) });
    const text = answer.kind === 'answer' ? Buffer.from(answer.bytes).toString('utf8') : 'null';
    const parsed = parseWire(text);
    const fields = parsed.ok && isObject(parsed.value) ? parsed.value['fields'] : null;
    if (!isList(fields)) continue;
    for (const field of fields) {
      if (isObject(field)) found.push({ ...(field as unknown as ProofField), object: id });
    }
  }
  return found;
}
