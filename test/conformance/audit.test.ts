import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditVerify } from '../../cli/audit.ts';
import { reperform, type Performed } from '../../domain/securitisation/audit/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import { performedIn } from '../../ledger/performed.ts';
import * as steps from '../fixture/deal.ts';
import { mustCommit, sha256 } from '../fixture/world.ts';

let given: steps.DealWorld;
let blocks: readonly Uint8Array[];
let performed: readonly Performed[];

beforeAll(async () => {
  given = await steps.startDeal();
  const { world } = given.trade;
  await steps.formed(given);
  const { a, b } = given.investors;
  await mustCommit(
    world.act('note.transfer', {
      actor: a.party,
      body: { issue: given.issue, bond: 'a', units: 5, to: b.party },
      signers: [steps.makerOf(a), steps.makerOf(b)],
    }),
  );
  await steps.distributed(given, 0, { principal: 5_000_000n });
  await steps.distributed(given, 1, { principal: 3_800_000n, dilution: 100_000n });
  const { height } = await world.ledger.info();
  const found: Uint8Array[] = [];
  for await (const block of world.ledger.blocks(0n)) {
    found.push(block.bytes);
    if (block.number === height - 1n) break;
  }
  blocks = found;
  performed = blocks.flatMap(bytes => performedIn(decodeBlock(bytes)));
});
afterAll(async () => {
  await given.trade.world.close();
});

test('a whole life is recomputed from the ledger alone with no difference', () => {
  const { checked, differences } = reperform(performed, sha256);
  expect(differences).toEqual([]);
  expect(checked).toMatchObject({
    'pool.propose': 1,
    'pool.seal': 1,
    'pool.sell': 1,
    'pool.collect': 2,
    'deal.publish': 1,
    'issue.close': 1,
    'note.transfer': 1,
    'distribution.calculate': 2,
    'distribution.review': 2,
    'distribution.settle': 2,
  });
});

/** What somebody changed in what the ledger wrote, and the place at which it must be named. */
const PLANTED: readonly (readonly [what: string, kind: string, path: string, value: unknown])[] = [
  ['a payment', 'distribution.calculate', 'events[0].lines[1].paid', '1'],
  ['what was due', 'distribution.calculate', 'events[0].lines[0].due', '999'],
  ['a date', 'distribution.calculate', 'events[0].on', '2026-03-11'],
  ['a fee', 'distribution.calculate', 'events[0].figures.fees[0].paid', '7'],
  ['the balance of a class', 'distribution.calculate', 'events[0].figures.classes[0].closing', '0'],
  [
    'the balance of an account',
    'distribution.calculate',
    'events[0].figures.accounts.plan.closing',
    '5',
  ],
  ["a holder's share", 'distribution.settle', 'events[0].holders[0][3]', '1'],
  ['a journal entry', 'distribution.settle', 'events[1].lines[0].amount.minor', '1'],
  ['an asset', 'pool.propose', 'events[0].assets[0].amount.minor', '1'],
  ['the sum of a pool', 'pool.propose', 'events[0].amount.minor', '1'],
  ['a collection', 'pool.collect', 'events[0].flows[0].amount.minor', '4000000'],
  ['the terms', 'deal.publish', 'events[0].hash', '0'.repeat(64)],
];

test.each(PLANTED)('a planted change of %s is named with its place', (_what, kind, path, value) => {
  const altered = performed.map(one => structuredClone<Performed>(one));
  const at = altered.findIndex(({ act }) => act.kind === kind);
  const target = altered[at];
  if (!target) throw new Error(`no ${kind}`);
  const before = valueAt(target.envelope, path);
  setAt(target.envelope, path, value);
  const named = reperform(altered, sha256).differences.find(
    ({ object, field }) => object === `${kind} ${target.act.id}` && field === path,
  );
  expect(named).toMatchObject({ recorded: value, recomputed: before });
});

// Payments of claims are not decided again: only the tie of the pool's head to its claims finds these.
describe('what the custodian recorded is what the claims lost', () => {
  const collected = () => performed.filter(({ act }) => act.kind === 'pool.collect');

  test('a collection of money that no claim was paid is named', () => {
    const first = performed.findIndex(({ act }) => act.kind === 'payment.match');
    const { differences } = reperform(performed.toSpliced(first, 1), sha256);
    const object = `pool.collect ${collected()[0]?.act.id}`;
    // 50,000.00 of 100,000.00 were recorded; every claim is still owed in full.
    expect(differences).toContainEqual({
      object,
      field: 'outstanding',
      recorded: '5000000',
      recomputed: '10000000',
    });
  });

  test('a payment that the custodian left out is named', () => {
    const altered = performed.map(one => structuredClone<Performed>(one));
    const at = altered.findLastIndex(({ act }) => act.kind === 'payment.match');
    const { envelope } = altered[at] ?? {};
    const paid = envelope?.events.findIndex(({ kind }) => kind === 'holding.paid') ?? -1;
    expect(valueAt(envelope, `events[${paid}].amount.minor`)).toBe('3800000');
    setAt(envelope, `events[${paid}].amount.minor`, '3800001');
    // One minor unit more was paid than was recorded of 100,000.00 less 50,000.00, 38,000.00, 1,000.00.
    expect(reperform(altered, sha256).differences).toEqual([
      {
        object: `pool.collect ${collected()[1]?.act.id}`,
        field: 'outstanding',
        recorded: '1100000',
        recomputed: '1099999',
      },
    ]);
  });
});

// The claim's own confirmation is taken away: the asset was never eligible (EL-01).
test('a planted eligibility is named: the rules refuse what the ledger accepted', () => {
  const altered = performed.filter(({ act }) => act.kind !== 'receivable.confirm');
  const { differences } = reperform(altered, sha256);
  expect(differences.find(({ object }) => object.startsWith('pool.propose'))).toMatchObject({
    recorded: 'accepted',
    recomputed: 'ASSET_INELIGIBLE',
  });
});

test('the program says "no difference", and names a block that was changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-audit-'));
  const said: string[] = [];
  const { log, error } = console;
  console.log = (text: string) => void said.push(text);
  console.error = () => undefined;
  try {
    const file = join(folder, 'blocks');
    const write = (all: readonly Uint8Array[]): void => {
      const lines = all.map((bytes, number) => {
        return JSON.stringify({ number, bytes: Buffer.from(bytes).toString('base64') });
      });
      writeFileSync(file, lines.join('\n'));
    };
    write(blocks);
    expect(await auditVerify(file, { recompute: true })).toBe(0);
    expect(said.at(-1)).toBe('no difference');
    write(blocks.filter((_, at) => at !== 2));
    expect(await auditVerify(file, {})).toBe(3);
    expect(said.at(-1)).toMatch(/block 3: does not name the block before it/);
    writeFileSync(file, 'no export');
    expect(await auditVerify(file, {})).toBe(2);
    // What is cut off in the middle of a block is no export either, nor is nothing at all.
    write(blocks);
    truncateSync(file, statSync(file).size - 10);
    expect(await auditVerify(file, { recompute: true })).toBe(2);
    truncateSync(file, 0);
    expect(await auditVerify(file, {})).toBe(2);
    expect(await auditVerify(join(folder, 'none'), {})).toBe(2);
  } finally {
    Object.assign(console, { log, error });
    rmSync(folder, { recursive: true });
  }
});

function parts(path: string): string[] {
  return path.split(/[.[\]]+/).filter(part => part !== '');
}

function valueAt(of: unknown, path: string): unknown {
  return parts(path).reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], of);
}

function setAt(of: unknown, path: string, value: unknown): void {
  const names = parts(path);
  const last = names.pop() ?? '';
  const inner = names.reduce<unknown>((one, part) => (one as Record<string, unknown>)[part], of);
  (inner as Record<string, unknown>)[last] = value;
}
