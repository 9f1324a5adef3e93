import { PDF } from '@libpdf/core';
import { pageOf } from '../../domain/securitisation/ledger/index.ts';
import { distributed, formed, startDeal, type DealWorld } from '../fixture/deal.ts';
import { startPapers, type Papers } from '../fixture/papers.ts';

// Papers of a deal with one settled payment date, by the real service on the real ledger.

type Leaf = { readonly v: unknown };
type Rows = readonly Readonly<Record<string, Leaf>>[];
type Figures = Readonly<Record<string, unknown>>;

let given: DealWorld;
let papers: Papers;
let distribution = '';

beforeAll(async () => {
  given = await startDeal();
  await formed(given);
  ({ distribution } = await distributed(given, 0, { principal: 1_000_000n }));
  papers = await startPapers(given.trade.world);
}, 240_000);

afterAll(async () => {
  await papers.close();
  await given.trade.world.close();
});

type Ask = { kind: string; subject: string; tenant?: string; locale?: 'zh' | 'en' };

async function issued({ kind, subject, tenant, locale = 'en' }: Ask): Promise<Buffer> {
  const of = tenant ?? given.manager.party;
  const done = await papers.service.issue({ tenant: of, by: 'test', kind, subject, locale });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const file = await papers.service.read(of, done.value);
  return Buffer.from(file?.bytes ?? []);
}

async function figuresIn(file: Buffer): Promise<Figures> {
  const pdf = await PDF.load(file);
  const text = Buffer.from(pdf.attachments.get('figures.json') ?? []).toString();
  return (JSON.parse(text) as { figures: Figures }).figures;
}

const minorOf = (leaf: Leaf | undefined): unknown => (leaf?.v as { minor?: string }).minor;

test('the report has every line of the ledger, its sums, and the hash of deal and lines', async () => {
  const file = await issued({ kind: 'DISTRIBUTION_REPORT', subject: distribution });
  const figures = await figuresIn(file);
  const kept = await given.trade.world.entity('distribution', distribution);
  if (!kept) throw new Error('not settled');
  const lines = figures['lines'] as Rows;
  expect(lines.map(line => [minorOf(line['available']), minorOf(line['due'])])).toEqual(
    kept.lines.map(line => [line.availableBefore, line.due]),
  );
  expect(lines.map(line => [minorOf(line['paid']), line['why']?.v])).toEqual(
    kept.lines.map(line => [line.paid, line.why]),
  );
  expect(figures).toMatchObject({
    dealHash: { v: kept.dealHash },
    linesHash: { v: kept.linesHash },
    total: { v: { minor: kept.figures.total } },
    state: { v: 'settled' },
  });
  const classes = figures['classes'] as Rows;
  expect(classes.map(one => minorOf(one['principal']))).toEqual(
    kept.figures.classes.map(({ principal }) => principal),
  );
  expect((await papers.verdictOf(file)).last).toBe('GREEN  CURRENT: genuine and current');
});

test.each(['TERM_SHEET', 'PROSPECTUS'])('%s carries the deal hash of the ledger', async kind => {
  const figures = await figuresIn(await issued({ kind, subject: given.deal, locale: 'zh' }));
  const head = await given.trade.world.entity('deal', given.deal);
  expect(figures).toMatchObject({ dealHash: { v: head?.hash } });
  const classes = figures['classes'] as Rows;
  // 85, 6 and 9 per cent; what stands below the first is the two others.
  expect(classes.map(one => [one['share']?.v, one['subordination']?.v])).toEqual([
    [850_000, 150_000],
    [60_000, 90_000],
    [90_000, 0],
  ]);
  if (kind === 'PROSPECTUS') {
    expect(figures).toMatchObject({ filing: { v: 'blocked' } });
    expect(figures['chapters'] as Rows).toHaveLength(20);
  }
});

test('a holder sees its own notes and payments; who holds none gets no statement', async () => {
  const ask = { kind: 'HOLDER_STATEMENT', subject: given.issue };
  const figures = await figuresIn(await issued({ ...ask, tenant: given.investors.a.party }));
  const payments = figures['payments'] as Rows;
  const { party } = given.investors.a;
  const page = await given.trade.world.entity('notePage', `${distribution}~${pageOf(party)}`);
  const kept = page?.rows.filter(([, holder]) => holder === party);
  expect(payments.map(row => [minorOf(row['interest']), minorOf(row['principal'])])).toEqual(
    kept?.map(([, , , interest, principal]) => [interest, principal]),
  );
  expect((figures['positions'] as Rows).map(row => row['units']?.v)).toEqual([85]);
  const stranger = { ...ask, tenant: given.trade.buyer.party, by: 'test', locale: 'en' as const };
  expect(await papers.service.issue(stranger)).toMatchObject({ error: { code: 'NOT_FOUND' } });
});
