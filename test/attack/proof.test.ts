import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proofBundle } from '../../api/graphql/proof-bundle.ts';
import { storedZip } from '../../api/graphql/proof-zip.ts';
import { openReading } from '../../api/graphql/reading.ts';
import { auditVerify } from '../../cli/audit.ts';
import { readProofArchive } from '../../cli/proof-archive.ts';
import { HEADER_BYTES, proveField } from '../../domain/evidence/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import { blockDataHash, blockHash, decodeBlock, encodeBlock } from '../../ledger/block.ts';
import { distributed, formed, startDeal, type DealWorld } from '../fixture/deal.ts';
import { startPapers, type Papers } from '../fixture/papers.ts';
import { nextId } from '../fixture/signing.ts';
import { claimOf, offer } from '../fixture/trade.ts';
import { mustCommit, personOf, sha256, staffOf } from '../fixture/world.ts';

// A bundle goes to a stranger, who checks it with the program alone; every kind of change is named.

let given: DealWorld;
let papers: Papers;
let folder = '';
let payment = '';
let claim = '';
let bundles: Readonly<Record<'payment' | 'claim', Buffer>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tally-bundle-'));
  given = await startDeal();
  await formed(given);
  payment = (await distributed(given, 0, { principal: 1_000_000n })).distribution;
  claim = await disclosedClaim();
  papers = await startPapers(given.trade.world);
  const { party } = given.manager;
  const paper = { kind: 'DISTRIBUTION_REPORT', subject: payment, locale: 'en' } as const;
  const made = await papers.service.issue({ tenant: party, by: 'test', ...paper });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  await papers.caughtUp();
  bundles = {
    payment: await bundleOf(`distribution~${payment}`, party),
    claim: await bundleOf(`receivable~${claim}`, given.trade.world.auditor),
  };
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await papers.close();
  await given.trade.world.close();
});

/** A claim whose goods its supplier has shown to the auditor. */
async function disclosedClaim(): Promise<string> {
  const { trade } = given;
  const { world, supplier } = trade;
  const offered = claimOf(trade, { number: 'P-1' });
  await mustCommit(offer(trade, [offered]));
  const { receivable } = offered.claim;
  const path = 'goods.name';
  const what = { objects: [receivable], fields: [path], purpose: 'yearEnd', until: '2026-06-30' };
  const body = { disclosure: nextId(), of: supplier.party, ...what };
  const auditor = [{ by: staffOf(world, 'attestor'), role: 'attestor' as const }];
  await mustCommit(
    world.act('disclosure.request', { actor: world.auditor, body, signers: auditor }),
  );
  const fields = offered.details
    .filter(field => field.path === path)
    .map(field => ({ ...field, proof: proveField(offered.details, path, sha256) ?? [] }));
  const signers = [{ by: personOf(supplier, 'maker'), role: 'maker' as const }];
  const transient = { disclosure: { [receivable]: fields } };
  await mustCommit(
    world.act('disclosure.grant', { actor: supplier.party, body, signers, transient }),
  );
  return receivable;
}

async function bundleOf(object: string, party: string): Promise<Buffer> {
  const sources = { ledger: given.trade.world.ledger, documents: papers.service, channel: 'tally' };
  const reading = openReading(papers.api, { tenant: party, actor: 'test' });
  const zip = await proofBundle(sources, reading, { object, party }).finally(() => reading.end());
  if (!zip) throw new Error(`no bundle of ${object}`);
  return zip;
}

type Verdict = { exit: number; steps: Step[]; last: string };
type Step = { readonly code: string; readonly state: string; readonly what: string };

/** What the program says of a file, in both of its voices. */
async function verified(bytes: Uint8Array, pinned = true): Promise<Verdict> {
  const file = join(folder, 'bundle.zip');
  writeFileSync(file, bytes);
  const said: string[] = [];
  const { log } = console;
  console.log = (text: string) => void said.push(text);
  try {
    const pins = pinned ? { pins: join(papers.home, 'pins.json') } : {};
    const exit = await auditVerify(file, pins);
    const last = said.at(-1) ?? '';
    await auditVerify(file, { ...pins, json: true });
    return { exit, last, steps: (JSON.parse(said.at(-1) ?? '{}') as { steps: Step[] }).steps };
  } finally {
    console.log = log;
  }
}

test('a payment date is proved with its report, and a claim with a value that was shown', async () => {
  const paid = await verified(bundles.payment);
  expect(paid.steps.filter(({ state }) => state === 'fails')).toEqual([]);
  expect(paid).toMatchObject({ exit: 0, last: `distribution~${payment} is proved` });
  expect(paid.steps.find(({ code }) => code === 'PROOF_DOCUMENT')?.state).toBe('holds');
  const shown = await verified(bundles.claim);
  expect(shown).toMatchObject({ exit: 0, last: `receivable~${claim} is proved` });
  expect(shown.steps.find(({ code }) => code === 'PROOF_COMMITMENT')?.state).toBe('holds');
});

test('without pins it says whose roots it has trusted', async () => {
  expect((await verified(bundles.payment, false)).exit).toBe(0);
});

type Members = Map<string, Uint8Array>;
type Tampering = readonly [
  code: string,
  what: string,
  of: keyof typeof bundles,
  change: (members: Members) => void,
];

const first = (members: Members, folderName: string): string =>
  [...members.keys()].find(name => name.startsWith(`${folderName}/`)) ?? '';
const bytesOf = (members: Members, name: string): Buffer => Buffer.from(members.get(name) ?? []);
const json = (value: unknown): Buffer => Buffer.from(canonical(value as never));
const jsonIn = (members: Members, name: string): any =>
  JSON.parse(bytesOf(members, name).toString());

/** Flips a bit in the middle of a member. */
function flip(members: Members, name: string): void {
  const bytes = bytesOf(members, name);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  members.set(name, bytes);
}

/** The block that holds the act of this member. */
function blockWith(members: Members, act: string): string {
  const id = act.slice('acts/'.length, -'.json'.length);
  return (
    [...members]
      .filter(([name]) => name.startsWith('blocks/'))
      .find(([, bytes]) => Buffer.from(bytes).includes(`"id":"${id}"`))?.[0] ?? ''
  );
}

const TAMPERINGS: readonly Tampering[] = [
  [
    'PROOF_MANIFEST',
    'a member that is not the one of the manifest',
    'payment',
    members => members.set('README.en.md', Buffer.from('trust me')),
  ],
  [
    'PROOF_CHAIN',
    'a header is another',
    'payment',
    members => {
      const headers = bytesOf(members, 'headers.bin');
      headers.writeUInt8(headers.readUInt8(HEADER_BYTES + 41) ^ 1, HEADER_BYTES + 41);
      members.set('headers.bin', headers);
    },
  ],
  [
    'PROOF_DATA_HASH',
    'an envelope of a block is another',
    'payment',
    members => {
      const name = blockWith(members, first(members, 'acts'));
      const block = decodeBlock(bytesOf(members, name));
      const envelopes = block.envelopes.map(bytes => Buffer.from(bytes));
      const [own = Buffer.alloc(1)] = envelopes;
      own.writeUInt8(own.readUInt8(own.length - 1) ^ 1, own.length - 1);
      members.set(name, encodeBlock({ ...block, envelopes }));
    },
  ],
  [
    'PROOF_TX_INVALID',
    'the transaction was refused',
    'payment',
    members => {
      const name = blockWith(members, first(members, 'acts'));
      const block = decodeBlock(bytesOf(members, name));
      members.set(name, encodeBlock({ ...block, codes: block.codes.map(() => 11) }));
    },
  ],
  [
    'PROOF_ACT_SIGNATURE',
    'an act beside the block says another amount',
    'payment',
    members => {
      const name = [...members.keys()].find(one => {
        return one.startsWith('acts/') && bytesOf(members, one).includes('"balance"');
      });
      const text = bytesOf(members, name ?? '').toString();
      members.set(name ?? '', Buffer.from(text.replace(/"minor":"\d+"/, '"minor":"1"')));
    },
  ],
  [
    'PROOF_ACT_SIGNATURE',
    'a key is said to be another',
    'payment',
    members => {
      const [key, ...keys] = jsonIn(members, 'keys.json');
      members.set('keys.json', json([{ ...key, publicKey: keys[0].publicKey }, ...keys]));
    },
  ],
  [
    'PROOF_COMMITMENT',
    'a value that was shown is another',
    'claim',
    members => {
      const name = first(members, 'disclosed');
      members.set(name, json({ ...jsonIn(members, name), value: 'gold' }));
    },
  ],
  [
    'PROOF_DOCUMENT',
    'a paper is another',
    'payment',
    members => {
      flip(members, first(members, 'documents'));
    },
  ],
  [
    'PROOF_CLAIM',
    'the claim says that more was paid',
    'payment',
    members => {
      const [one] = jsonIn(members, 'claims.json');
      one.body.figures.total = '1';
      members.set('claims.json', json([one]));
    },
  ],
];

// Whoever changes a member also writes the manifest anew: only the first row forgets to.
test.each(TAMPERINGS)('%s: %s', async (code, _what, of, change) => {
  const file = join(folder, 'whole.zip');
  writeFileSync(file, bundles[of]);
  const archive = readProofArchive(file);
  if (typeof archive === 'string') throw new Error(archive);
  const members = new Map(archive.members);
  change(members);
  if (code !== 'PROOF_MANIFEST') {
    members.delete('manifest.json');
    const hashes = Object.fromEntries([...members].map(([name, bytes]) => [name, sha256(bytes)]));
    members.set('manifest.json', json({ ...archive.manifest, members: hashes }));
  }
  const { exit, steps, last } = await verified(storedZip(members));
  expect(exit).toBe(3);
  expect(steps.find(({ state }) => state === 'fails')?.code).toBe(code);
  expect(last.startsWith(`${code}: `)).toBe(true);
});

const ACT = '"kind":"distribution.calculate"';

/**
 * The distribution's event says another total, its act is not listed, and whoever did it wrote
 * blocks, headers and claim anew from there on: all hashes agree, no peer has endorsed it.
 */
function forged(members: Members): { readonly number: number; readonly hash: string } {
  const [claimed] = jsonIn(members, 'claims.json');
  const { total } = claimed.body.figures as { total: string };
  const other = total.replace(/./, digit => String((Number(digit) % 9) + 1));
  const write = (text: string): string =>
    text.replaceAll(`"total":"${total}"`, `"total":"${other}"`);
  members.set('claims.json', Buffer.from(write(bytesOf(members, 'claims.json').toString())));
  for (const [name, bytes] of [...members]) {
    if (name.startsWith('acts/') && Buffer.from(bytes).includes(ACT)) {
      members.delete(name);
    }
  }
  const headers = bytesOf(members, 'headers.bin');
  let hash: Buffer = Buffer.alloc(0);
  for (let at = 0; at < headers.length; at += HEADER_BYTES) {
    const number = headers.readBigUInt64BE(at);
    if (at > 0) hash.copy(headers, at + 8);
    const previousHash = Buffer.from(at > 0 ? hash : []);
    const name = [...members.keys()].find(one => one === `blocks/${number}.bin`);
    if (name !== undefined) {
      const block = decodeBlock(bytesOf(members, name));
      const envelopes = block.envelopes.map(bytes => {
        const text = Buffer.from(bytes).toString('latin1');
        return Buffer.from(text.includes(ACT) ? write(text) : text, 'latin1');
      });
      const dataHash = blockDataHash(envelopes);
      members.set(name, encodeBlock({ ...block, envelopes, dataHash, previousHash }));
      dataHash.copy(headers, at + 40);
    }
    const dataHash = Buffer.from(headers.subarray(at + 40, at + HEADER_BYTES));
    hash = blockHash({ number, previousHash, dataHash });
  }
  members.set('headers.bin', headers);
  return { number: headers.length / HEADER_BYTES - 1, hash: hash.toString('hex') };
}

test('PROOF_ENDORSEMENT: an act that is not listed has changed the object, and no peer stands for it', async () => {
  const file = join(folder, 'whole.zip');
  writeFileSync(file, bundles.payment);
  const archive = readProofArchive(file);
  if (typeof archive === 'string') throw new Error(archive);
  const members = new Map(archive.members);
  const head = forged(members);
  members.delete('manifest.json');
  const hashes = Object.fromEntries([...members].map(([name, bytes]) => [name, sha256(bytes)]));
  members.set('manifest.json', json({ ...archive.manifest, head, members: hashes }));
  const own = join(papers.home, 'pins.json');
  const kept = readFileSync(own);
  const pins = JSON.parse(kept.toString()) as Pins;
  delete pins.checkpoint;
  writeFileSync(own, canonical(pins));
  try {
    const { exit, steps } = await verified(storedZip(members));
    expect(exit).toBe(3);
    const failing = steps.filter(({ state }) => state === 'fails').map(({ code }) => code);
    expect(failing).toEqual(['PROOF_ENDORSEMENT']);
  } finally {
    writeFileSync(own, kept);
  }
});

type Pins = { organisations: { mspId: string; root: string }[]; checkpoint?: { hash: string } };

test.each<[string, string, (pins: Pins) => Pins]>([
  [
    'PROOF_ENDORSEMENT',
    'the roots that the reader has pinned are others',
    pins => {
      const roots = pins.organisations.map(({ root }) => root);
      const turned = [...roots.slice(1), ...roots.slice(0, 1)];
      const organisations = pins.organisations.map(({ mspId }, at) => {
        return { mspId, root: turned[at] ?? '' };
      });
      return { ...pins, organisations };
    },
  ],
  [
    'PROOF_CHAIN',
    'the checkpoint that the reader has pinned is of another ledger',
    pins => {
      return { ...pins, checkpoint: { ...pins.checkpoint, hash: '0'.repeat(64) } };
    },
  ],
])('%s: %s', async (code, _what, change) => {
  const own = join(papers.home, 'pins.json');
  const kept = readFileSync(own);
  writeFileSync(own, canonical(change(JSON.parse(kept.toString()) as Pins)));
  try {
    const { exit, last } = await verified(bundles.payment);
    expect(exit).toBe(3);
    expect(last.startsWith(`${code}: `)).toBe(true);
  } finally {
    writeFileSync(own, kept);
  }
});

test('what is no bundle at all cannot be read', async () => {
  const { error } = console;
  console.error = () => undefined;
  try {
    const file = join(folder, 'other.zip');
    writeFileSync(file, storedZip(new Map([['a', Buffer.from('b')]])));
    expect(await auditVerify(file, {})).toBe(2);
  } finally {
    console.error = error;
  }
});
