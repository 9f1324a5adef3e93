import { proveField, verifyField } from '../../domain/evidence/index.ts';
import { decodeTransaction } from '../../ledger/block.ts';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock, type Attempt, type Ledger } from '../../ledger/index.ts';
import { startTestLedger, testLedgerOn, type TestLedger } from '../fixture/ledger.ts';
import { nextId } from '../fixture/signing.ts';
import { claimOf, offer, startTrade, type Offered, type Trade } from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, sha256, staffOf } from '../fixture/world.ts';
import { describeFabric, startNetwork, type TestNetwork } from '../network/fabric.ts';

const PATH = 'goods.name';

type Story = { readonly trade: Trade; readonly offered: Offered; readonly attempts: Attempt[] };

/** A ledger that keeps what was sent for each act. */
function noting(on: TestLedger, attempts: Attempt[]): TestLedger {
  const { ledger } = on;
  const noted: Ledger = {
    submit: (act, options) => {
      const record = (attempt: Attempt): Promise<void> => {
        attempts.push(attempt);
        return options.record(attempt);
      };
      return ledger.submit(act, { ...options, record });
    },
    resend: attempt => ledger.resend(attempt),
    evaluate: (query, options) => ledger.evaluate(query, options),
    status: txId => ledger.status(txId),
    envelopes: from => ledger.envelopes(from),
    blocks: from => ledger.blocks(from),
    info: () => ledger.info(),
    close: () => ledger.close(),
  };
  return { ...testLedgerOn(noted), close: on.close };
}

async function begin(on: TestLedger): Promise<Story> {
  const attempts: Attempt[] = [];
  const trade = await startTrade({}, undefined, noting(on, attempts));
  const offered = claimOf(trade, { number: 'D1' });
  await mustCommit(offer(trade, [offered]));
  return { trade, offered, attempts };
}

function terms({ trade, offered }: Story) {
  const objects = [offered.claim.receivable];
  const of = trade.supplier.party;
  const what = { objects, fields: [PATH], purpose: 'yearEnd', until: '2026-03-31' };
  return { disclosure: nextId(), of, ...what };
}

function opened({ offered: { claim, details } }: Story) {
  const fields = details
    .filter(({ path }) => path === PATH)
    .map(field => ({ ...field, proof: proveField(details, PATH, sha256) ?? [] }));
  return { disclosure: { [claim.receivable]: fields } };
}

/** Asks, grants, reads and ends; then the values are gone and their purge stands in the block. */
async function tell(story: Story): Promise<void> {
  const { trade, offered, attempts } = story;
  const { world, supplier } = trade;
  const asked = terms(story);
  const auditor = [{ by: staffOf(world, 'attestor'), role: 'attestor' as const }];
  const owner = [{ by: personOf(supplier, 'maker'), role: 'maker' as const }];
  const grant = (transient: ReturnType<typeof opened>) =>
    world.act('disclosure.grant', {
      actor: supplier.party,
      body: asked,
      signers: owner,
      transient,
    });
  const read = (reader: string) =>
    world.query({
      kind: 'disclosure.fields',
      disclosure: asked.disclosure,
      object: offered.claim.receivable,
      reader,
    });
  await mustCommit(
    world.act('disclosure.request', { actor: world.auditor, body: asked, signers: auditor }),
  );
  expect(await read(world.auditor)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  const forged = opened(story);
  forged.disclosure[offered.claim.receivable]?.forEach(field => {
    Object.assign(field, { value: 'gold' });
  });
  expect(await refusalOf(grant(forged))).toMatchObject({ code: 'ROOT_MISMATCH' });
  await mustCommit(grant(opened(story)));

  const answer = await read(world.auditor);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  const { fields } = JSON.parse(Buffer.from(answer.bytes).toString('utf8')) as {
    fields: ReturnType<typeof opened>['disclosure'][string];
  };
  expect(fields.map(({ path, value }) => [path, value])).toEqual([[PATH, 'steel pipe']]);
  const { root } = offered.claim;
  for (const { proof, ...field } of fields) {
    expect(verifyField(field, proof, { root, sha256 })).toBe(true);
  }
  expect(await read(supplier.party)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });

  const body = { disclosure: asked.disclosure };
  await mustCommit(world.act('disclosure.end', { actor: world.auditor, body, signers: auditor }));
  expect(await read(world.auditor)).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect(await world.entity('disclosure', asked.disclosure)).toMatchObject({ state: 'ended' });
  const [granted, ended] = attempts.slice(-2).map(attempt => ({
    by: [...attempt.organisations].sort(),
    written: disclosedKeys(attempt),
  }));
  const by = ['AuditorsMSP', 'BrokerMSP'];
  expect(granted).toEqual({ by, written: [{ isDelete: false, isPurge: false }] });
  expect(ended).toEqual({ by, written: [{ isDelete: true, isPurge: true }] });
}

/** What an act wrote to the collection of disclosures. */
function disclosedKeys({ envelope }: Attempt) {
  return decodeTransaction(envelope)
    .readWriteSet.flatMap(({ collections }) => collections)
    .filter(({ collection }) => collection === 'auditDisclosures')
    .flatMap(({ writes }) => writes)
    .map(({ isDelete, isPurge }) => ({ isDelete, isPurge }));
}

describe('what an auditor is shown, on the embedded ledger', () => {
  let story: Story;
  beforeAll(async () => {
    story = await begin(await startTestLedger());
  });
  afterAll(() => story.trade.world.close());

  test('is asked, granted with proofs, read, ended and purged', () => tell(story));
});

describeFabric('what an auditor is shown, on Fabric', () => {
  let net: TestNetwork;
  let story: Story;
  beforeAll(async () => {
    net = await startNetwork();
    const ledger = openGatewayLedger({
      profileFile: net.profile('broker'),
      clock: systemClock,
      random: Math.random,
    });
    story = await begin(testLedgerOn(ledger));
  }, 240_000);
  afterAll(async () => {
    await story.trade.world.close();
    await net.remove();
  }, 60_000);

  test('is asked, granted with proofs, read, ended and purged', () => tell(story), 120_000);
});
