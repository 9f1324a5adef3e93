import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCommand } from '../../cli/doc-verify.ts';
import { askOnline } from '../../cli/doc-verify-online.ts';
import { readGenesis } from '../../ledger/embedded/genesis.ts';
import {
  anchorBody,
  documentNumber,
  figuresRoot,
  issueDocumentKey,
  makeDocumentRoot,
  pinsText,
  proofText,
  renderDocument,
  signDocument,
  type DocumentKey,
  type SignedDocument,
} from '../../reports/index.ts';
import { workedCase, workedIssue } from '../../reports/kinds/worked-case.ts';
import { mustCommit, refusalOf, staffOf, startWorld, type World } from '../fixture/world.ts';

// A document anchored by the real contract on the embedded ledger, verified from files alone.

const ALL_TIME = { from: '2020-01-01T00:00:00.000Z', until: '2060-01-01T00:00:00.000Z' };
type Online = NonNullable<Parameters<typeof verifyCommand>[1]['online']>;
const TODAY = '2026-03-31';

let world: World;
let folder: string;
let key: DocumentKey;
let root: DocumentKey;

beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'tally-document-'));
  root = await makeDocumentRoot({ name: 'Root', party: 'root', serial: '01', ...ALL_TIME });
  const about = { name: '算筹', party: world.operator, serial: '0a01', ...ALL_TIME };
  key = await issueDocumentKey(root, about);
  await mustCommit(
    world.act('document.reserve', {
      actor: world.operator,
      body: { issuer: world.operator, kind: 'RECEIVABLE_CERTIFICATE', from: 1, to: 100 },
      signers: [{ by: staffOf(world, 'document'), role: 'document' }],
    }),
  );
});

afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

type Issued = { readonly file: SignedDocument; readonly id: string; readonly block: bigint };

async function issue(given: {
  readonly seq: number;
  readonly version?: number;
  readonly supersedes?: string;
}): Promise<Issued> {
  const number = documentNumber({
    issuer: 'BRK',
    kind: 'RC',
    subject: 'r7',
    period: '20260331',
    seq: given.seq,
  });
  const rendered = await renderDocument(
    'RECEIVABLE_CERTIFICATE',
    workedCase.RECEIVABLE_CERTIFICATE,
    {
      ...workedIssue('zh+en', number),
      ...given,
      issuer: world.operator,
    },
  );
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error));
  const signed = await signDocument({
    body: rendered.value.body,
    key,
    at: '2026-03-31T08:00:00.000Z',
    reason: '签发 Issued',
  });
  if (!signed.ok) throw new Error(JSON.stringify(signed.error));
  const body = anchorBody(rendered.value, signed.value, {
    subject: 'r7',
    audience: [],
    figuresRoot: figuresRoot(rendered.value.figures, Buffer.alloc(32, 9)),
    effectiveOn: '2026-03-02',
  });
  const done = await mustCommit(
    world.act('document.anchor', {
      actor: world.operator,
      body,
      signers: [{ by: staffOf(world, 'document'), role: 'document' }],
    }),
  );
  return { file: signed.value, id: rendered.value.documentId, block: done.block };
}

async function blocks(...numbers: readonly bigint[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  const { height } = await world.ledger.info();
  for await (const block of world.ledger.blocks(0n)) {
    if (numbers.includes(block.number)) found.push(block.bytes);
    if (block.number + 1n >= height) break;
  }
  return found;
}

async function pins(change: object = {}): Promise<string> {
  const [first] = await blocks(0n);
  const { organisations } = readGenesis(first ?? new Uint8Array());
  const text = pinsText({
    verifyAddress: 'https://verify.tallystick.example',
    documentRoots: [root.certificatePem],
    organisations: organisations.map(one => ({ mspId: one.mspId, root: one.authority })),
    entitled: [{ party: world.operator, kinds: ['*'] }],
    revoked: [],
    ...change,
  });
  return write('pins.json', text);
}

function write(name: string, content: Uint8Array | string | object): string {
  const path = join(folder, name);
  const isBytes = content instanceof Uint8Array || typeof content === 'string';
  writeFileSync(path, isBytes ? content : JSON.stringify(content));
  return path;
}

async function proof(...numbers: readonly bigint[]): Promise<string> {
  return write('proof.json', proofText({ channel: 'tally', blocks: await blocks(...numbers) }));
}

async function run(
  file: string,
  options: Partial<Parameters<typeof verifyCommand>[1]>,
): Promise<{ exit: number; lines: string[] }> {
  const lines: string[] = [];
  const all = { today: TODAY, ...options, pins: options.pins ?? (await pins()) };
  const exit = await verifyCommand(file, all, line => lines.push(line));
  return { exit, lines };
}

test('a certificate is verified offline from its block, its figures shown to compare', async () => {
  const { file, block } = await issue({ seq: 1 });
  const path = write('certificate.pdf', file.file);
  const { exit, lines } = await run(path, { proof: await proof(block), deep: true });
  expect(lines.at(-1)).toBe('GREEN  CURRENT: genuine and current');
  expect(lines.filter(line => / ok /.test(line))).toHaveLength(9);
  expect(lines.join('\n')).toContain('amount CNY 1,000,000.00 · face CNY 1,250,000.00');
  expect(exit).toBe(0);
});

test('one byte changed: every step is printed, red, exit 3', async () => {
  const { file, block } = await issue({ seq: 2 });
  const changed = Buffer.from(file.file);
  changed[5000] = (changed[5000] ?? 0) ^ 1;
  const path = write('changed.pdf', changed);
  const { exit, lines } = await run(path, { proof: await proof(block), language: 'zh' });
  expect(lines.filter(line => /^ {2}\d /.test(line))).toHaveLength(9);
  expect(lines.at(-1)).toBe('RED  HASH_NOT_ON_LEDGER: 账本上没有此文件');
  expect(exit).toBe(3);
});

test('a superseded version says by which, and the new one is current', async () => {
  const old = await issue({ seq: 3 });
  const next = await issue({ seq: 3, version: 2, supersedes: old.id });
  const both = await proof(old.block, next.block);
  const stale = await run(write('old.pdf', old.file.file), { proof: both });
  expect(stale.lines.at(-1)).toBe('AMBER  REPLACED: genuine, but replaced');
  expect(stale.lines.join('\n')).toContain(`documentId=${next.id}`);
  expect(stale.exit).toBe(3);
  expect((await run(write('new.pdf', next.file.file), { proof: both })).exit).toBe(0);
});

test('the same number with other content is refused by the contract', async () => {
  await issue({ seq: 4 });
  await expect(issue({ seq: 4, version: 2 })).rejects.toThrow('DOCUMENT_NUMBER_USED');
  await expect(issue({ seq: 101 })).rejects.toThrow('NUMBER_NOT_RESERVED');
});

test('a withdrawn document is amber with the reason', async () => {
  const { file, id, block } = await issue({ seq: 5 });
  const refused = await refusalOf(
    world.act('document.withdraw', {
      actor: world.operator,
      body: { documentId: id, reason: 'wrongHolder', notice: 'ab'.repeat(32) },
      signers: [{ by: staffOf(world, 'operations'), role: 'operations' }],
    }),
  );
  expect(refused.code).not.toBe('');
  const done = await mustCommit(
    world.act('document.withdraw', {
      actor: world.operator,
      body: { documentId: id, reason: 'wrongHolder', notice: 'ab'.repeat(32) },
      signers: [
        { by: staffOf(world, 'operations'), role: 'operations' },
        { by: staffOf(world, 'compliance'), role: 'compliance' },
      ],
    }),
  );
  const path = write('withdrawn.pdf', file.file);
  const { exit, lines } = await run(path, { proof: await proof(block, done.block) });
  expect(lines.at(-1)).toBe('AMBER  WITHDRAWN: genuine, but withdrawn');
  expect(lines.join('\n')).toContain('wrongHolder');
  expect(exit).toBe(3);
});

describe('a proof that is not good', () => {
  test('a block with one byte changed', async () => {
    const { file, block } = await issue({ seq: 6 });
    const [bytes] = await blocks(block);
    const at = Buffer.from(bytes ?? []).indexOf('figuresHash');
    const forged = Buffer.from(bytes ?? []);
    forged[at + 20] = (forged[at + 20] ?? 0) ^ 1;
    const path = write('forged.json', proofText({ channel: 'tally', blocks: [forged] }));
    const { exit, lines } = await run(write('six.pdf', file.file), { proof: path });
    expect(lines.join('\n')).toContain('PROOF_INVALID');
    expect(exit).toBe(3);
  });

  test('endorsers that are not the pinned ones', async () => {
    const { file, block } = await issue({ seq: 7 });
    const [only] = JSON.parse(
      JSON.stringify(readGenesis((await blocks(0n))[0] ?? new Uint8Array()).organisations),
    ) as { mspId: string; authority: string }[];
    const one = [{ mspId: only?.mspId ?? '', root: only?.authority ?? '' }];
    const options = { pins: await pins({ organisations: one }), proof: await proof(block) };
    const { lines } = await run(write('seven.pdf', file.file), options);
    expect(lines.at(-1)).toMatch(/^RED {2}PROOF_INVALID/);
  });

  test('a checkpoint that the headers do not reach', async () => {
    const { file, block } = await issue({ seq: 8 });
    const checkpoint = { number: 1, hash: '00'.repeat(32) };
    const options = { pins: await pins({ checkpoint }), proof: await proof(block) };
    const { lines } = await run(write('eight.pdf', file.file), options);
    expect(lines.at(-1)).toMatch(/^RED {2}PROOF_INVALID/);
  });

  test('headers that lead to the pinned checkpoint hold', async () => {
    const { file, block } = await issue({ seq: 9 });
    const headers = [];
    const { height } = await world.ledger.info();
    let checkpoint = {};
    for await (const one of world.ledger.blocks(block)) {
      const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
      const { number, previousHash, dataHash } = one;
      headers.push({
        number: Number(number),
        previousHash: hex(previousHash),
        dataHash: hex(dataHash),
      });
      checkpoint = { number: Number(number), hash: hex(one.hash) };
      if (number + 1n >= height) break;
    }
    const text = proofText({ channel: 'tally', blocks: await blocks(block), headers });
    const options = { pins: await pins({ checkpoint }), proof: write('headers.json', text) };
    const { exit } = await run(write('nine.pdf', file.file), options);
    expect(exit).toBe(0);
  });
});

describe('a running product', () => {
  const serve = async (
    answer: (path: string) => { status: number; body: unknown },
  ): Promise<{ origin: string; close: () => void }> => {
    const server = createServer((request, response) => {
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
  };

  test('answers with a record and a proof that our own pins judge', async () => {
    const { file, id, block } = await issue({ seq: 10 });
    const text = proofText({ channel: 'tally', blocks: await blocks(block) });
    const record = { documentId: id, fileHash: '00'.repeat(32) };
    const server = await serve(path =>
      path === `/v1/verify/${id}`
        ? { status: 200, body: { record, proof: JSON.parse(text) } }
        : { status: 404, body: {} },
    );
    const online: Online = (bytes, pinned) => askOnline(server.origin, bytes, pinned);
    const good = await run(write('ten.pdf', file.file), { online });
    const unknown = await run(write('other.pdf', Buffer.from('%PDF-1.7')), { online });
    server.close();
    expect(good.exit).toBe(0);
    expect(unknown.lines.at(-1)).toMatch(/^RED {2}HASH_NOT_ON_LEDGER/);
    const away = await run(write('ten.pdf', file.file), { online });
    expect(away.exit).toBe(6);
  });
});

test.each([
  ['no file', { file: 'nowhere.pdf' }],
  ['no proof and no ledger', {}],
  ['a proof of another format', { proof: '{"format":"x"}' }],
  ['pins that are no JSON', { proof: '{', pins: '{' }],
])(
  '%s: exit 6 with the reason',
  async (_, given: { file?: string; proof?: string; pins?: string }) => {
    const file = given.file ?? write('any.pdf', 'x');
    const { exit, lines } = await run(file, {
      ...(given.proof === undefined ? {} : { proof: write('bad-proof.json', given.proof) }),
      ...(given.pins === undefined ? {} : { pins: write('bad-pins.json', given.pins) }),
    });
    expect(exit).toBe(6);
    expect(lines).toHaveLength(1);
  },
);
