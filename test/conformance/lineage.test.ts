import { readdirSync, readFileSync } from 'node:fs';
import { isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import { loadFile } from '../../ingest/index.ts';
import { lineageFaults } from '../../ingest/lineage/index.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';
import { describeSamples, readSample, samplePath } from '../fixture/samples.ts';

const stage = ingestStage();
const TENANT = '018f0000-0000-7000-8000-0000000000a1';
const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixture/ingest/ok/${name}`, import.meta.url));

function read(text: string): Wire {
  const parsed = parseWire(text);
  if (!parsed.ok) throw new Error('no JSON');
  return parsed.value;
}

/** Parts of a dataset that the tests look into. */
type Dataset = {
  readonly facets: { readonly columnLineage: { readonly fields: Readonly<Record<string, Wire>> } };
  readonly inputFacets: { readonly dataQualityAssertions: { readonly assertions: Wire[] } };
};
type Event = Readonly<Record<string, Wire>>;
const eventsOf = (load: string): Promise<Event[]> =>
  stage.inTenant(TENANT, async ({ sql }) => {
    const rows = await sql.query<{ event: Event }>(
      'select event from erp.lineage where load = $1 order by seq',
      [load],
    );
    return rows.map(({ event }) => event);
  });

const loaded = (name: string, bytes: Uint8Array) =>
  stage.inTenant(TENANT, context => loadFile(context, { bytes, name, source: 'upload' }));

test('a load tells its start and its end, with file, fields, their places, counts and checks', async () => {
  const report = await loaded('invoice.xml', fixture('invoice.xml'));
  const [start, end] = await eventsOf(report.load);
  expect(start).toMatchObject({ eventType: 'START', run: { runId: report.load } });
  expect(end).toMatchObject({
    eventType: 'COMPLETE',
    job: { namespace: 'tallystick', name: 'ingest.upload' },
    inputs: [{ name: `raw/${report.sha256}` }],
    outputs: [
      { name: 'erp.document/invoice', outputFacets: { outputStatistics: { rowCount: 1 } } },
    ],
  });
  const file = { namespace: 'tallystick', name: `raw/${report.sha256}` };
  const [output] = end?.['outputs'] as unknown as Dataset[];
  expect(output?.facets.columnLineage.fields['totals.payable']).toEqual({
    inputFields: [{ ...file, field: '/Invoice/LegalMonetaryTotal/PayableAmount' }],
  });
  const [input] = end?.['inputs'] as unknown as Dataset[];
  expect(input?.inputFacets.dataQualityAssertions.assertions[0]).toMatchObject({
    success: true,
    expected: '1',
    actual: '1',
  });
  for (const event of [start, end]) expect(lineageFaults(event ?? null)).toEqual([]);
});

test('a file that is refused ends with FAIL and its rules, and has no output', async () => {
  const report = await loaded('nothing.bin', Buffer.from('\u0000nothing that is known'));
  const [, end] = await eventsOf(report.load);
  expect(report.state).toBe('refused');
  expect(end).toMatchObject({ eventType: 'FAIL', outputs: [] });
  expect(JSON.stringify(end)).toContain(`refused: ${report.findings[0]?.rule ?? '?'}`);
});

test('the same file again makes no further event', async () => {
  const again = await loaded('invoice.xml', fixture('invoice.xml'));
  expect(again.state).toBe('unchanged');
  expect(await eventsOf(again.load)).toHaveLength(4);
});

test('the match that a load sets off is a run of its own, whose parent is the load', async () => {
  const report = await loaded('invoice.xml', fixture('invoice.xml'));
  const [, , start, end, ...rest] = await eventsOf(report.load);
  expect(rest).toEqual([]);
  expect(start).toMatchObject({ eventType: 'START', job: { name: 'match.threeWay' } });
  expect(end).toMatchObject({
    eventType: 'COMPLETE',
    run: { facets: { parent: { run: { runId: report.load } } } },
    outputs: [{ name: 'erp.match_run', outputFacets: { outputStatistics: { rowCount: 1 } } }],
  });
  expect(end?.['run']).not.toMatchObject({ runId: report.load });
  expect(lineageFaults(end ?? null)).toEqual([]);
});

describeSamples('erp/openlineage', 'events of other producers', () => {
  test('hold, and come back unchanged', () => {
    const names = readdirSync(samplePath('erp', 'openlineage'));
    for (const name of names) {
      const text = readSample(`erp/openlineage/${name}`);
      const event = read(text);
      expect([name, lineageFaults(event)]).toEqual([name, []]);
      expect(JSON.parse(JSON.stringify(event))).toEqual(JSON.parse(text));
    }
    expect(names).toHaveLength(3);
  });
});

test.each<[string, (event: Record<string, Wire>) => void, string]>([
  ['no run id', e => (e['run'] = { facets: {} }), 'run.runId'],
  ['a run id that is no UUID', e => (e['run'] = { runId: 'load-7' }), 'run.runId'],
  ['a state that is none', e => (e['eventType'] = 'DONE'), 'eventType'],
  ['a time that is none', e => (e['eventTime'] = '2026-03-01'), 'eventTime'],
  ['no producer', e => delete e['producer'], 'producer'],
  ['a job without a name', e => (e['job'] = { namespace: 'x' }), 'job.name'],
  [
    'a facet without its schema',
    e => (e['run'] = { runId: '018f0000-0000-7000-8000-0000000000a1', facets: { own: {} } }),
    'run.facets.own._producer',
  ],
  [
    'a column without its places',
    e =>
      (e['outputs'] = [
        {
          namespace: 'x',
          name: 'y',
          facets: {
            columnLineage: {
              _producer: 'https://x.y',
              _schemaURL: 'https://x.y',
              fields: { a: {} },
            },
          },
        },
      ]),
    'outputs[0].facets.columnLineage.fields.a.inputFields',
  ],
])('an event with %s departs from the standard', (_name, change, place) => {
  const event: Record<string, Wire> = {
    eventType: 'COMPLETE',
    eventTime: '2026-03-01T08:00:00Z',
    run: { runId: '018f0000-0000-7000-8000-0000000000a1' },
    job: { namespace: 'x', name: 'y' },
    inputs: [],
    outputs: [],
    producer: 'https://example.com/producer',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  };
  expect(lineageFaults(event)).toEqual([]);
  change(event);
  expect(lineageFaults(event).join()).toContain(place);
  expect(isObject(event)).toBe(true);
});
