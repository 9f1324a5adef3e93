import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { renderDocument } from './kinds/index.ts';
import { workedCase, workedIssue } from './kinds/worked-case.ts';
import { openRenderer, type Renderer } from './renderer.ts';

const input = workedCase.RECEIVABLE_CERTIFICATE;
const issue = workedIssue('zh', 'N-1');
let renderer: Renderer | null = null;

afterEach(async () => {
  await renderer?.close();
  renderer = null;
});

test('the worker writes the same bytes as this process, and takes requests in turn', async () => {
  renderer = openRenderer();
  const [one, two] = await Promise.all([
    renderer.render('RECEIVABLE_CERTIFICATE', input, issue),
    renderer.render('DEBT_CONFIRMATION', workedCase.DEBT_CONFIRMATION, issue),
  ]);
  const here = await renderDocument('RECEIVABLE_CERTIFICATE', input, issue);
  if (!one.ok || !two.ok || !here.ok) throw new Error('rendered');
  expect(one.value.bodyHash).toBe(here.value.bodyHash);
  expect(one.value.body.equals(here.value.body)).toBe(true);
  expect(two.value.kind).toBe('DEBT_CONFIRMATION');
});

test('faults come back as values', async () => {
  renderer = openRenderer();
  const refused = await renderer.render('RECEIVABLE_CERTIFICATE', { ...input, status: 'x' }, issue);
  expect(refused).toMatchObject({ ok: false, error: [{ code: 'MISSING_TRANSLATION' }] });
});

test('a document that takes too long is given up, and the next one is made', async () => {
  renderer = openRenderer({ timeMs: 1 });
  const late = await renderer.render('RECEIVABLE_CERTIFICATE', input, issue);
  expect(late).toEqual({ ok: false, error: [{ code: 'RENDER_LIMIT', facts: { reason: '1 ms' } }] });
  await renderer.close();
  renderer = openRenderer();
  expect(await renderer.render('RECEIVABLE_CERTIFICATE', input, issue)).toMatchObject({ ok: true });
});

test('a worker without work ends, and the next document begins another', async () => {
  const workers: Worker[] = [];
  const started = (made: unknown): void => void workers.push((made as { worker: Worker }).worker);
  subscribe('worker_threads', started);
  try {
    renderer = openRenderer({ idleMs: 20 });
    expect(await renderer.render('RECEIVABLE_CERTIFICATE', input, issue)).toMatchObject({
      ok: true,
    });
    const [first] = workers;
    if (!first) throw new Error('no worker was started');
    await new Promise(done => first.once('exit', done));
    expect(await renderer.render('RECEIVABLE_CERTIFICATE', input, issue)).toMatchObject({
      ok: true,
    });
    expect(workers).toHaveLength(2);
  } finally {
    unsubscribe('worker_threads', started);
  }
});
