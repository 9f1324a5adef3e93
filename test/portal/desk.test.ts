import type { Browser, Page } from 'playwright-core';
import { camt053 } from '../../demo/files/camt.ts';
import { bankRootOf } from '../../domain/settlement/index.ts';
import type { TestLedger } from '../fixture/ledger.ts';
import { nextId, type Signing } from '../fixture/signing.ts';
import { saySkipped } from '../fixture/skipped.ts';
import {
  addPerson,
  mustCommit,
  sha256,
  staffOf,
  startWorld,
  type World,
} from '../fixture/world.ts';
import { giveKey, launchBrowser, listen, signInAs, signWith } from './browser.ts';
import { keyTextOf, PASSWORD, staffActor, startStage, type Stage } from './stage.ts';

// The bank takes a credit back: its file is loaded, one of two like credits is chosen, two sign.

const STAGE_MS = 300_000;
const WALK_MS = 240_000;
const ANSWER_MS = 60_000;
const NUMBER = '6222000000000000001';

const browser: Browser | null = await launchBrowser().catch((error: unknown) => {
  saySkipped('the cash desk in a browser', `no Chromium: ${String(error).split('\n')[0] ?? ''}`);
  return null;
});
const walk = browser === null ? describe.skip : describe;

walk('the cash desk in a browser', () => {
  let stage: Stage;
  let day = '';
  let operator = '';
  const heard: string[] = [];

  beforeAll(async () => {
    stage = await startStage(async ledger => {
      const world = await received(ledger);
      day = world.today();
      operator = world.operator;
      const people = [
        staffActor(world, 'desk.maker', 'cash'),
        staffActor(world, 'desk.checker', 'checker'),
      ];
      return { world, actors: people };
    });
  }, STAGE_MS);

  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  async function enter(login: string): Promise<Page> {
    const context = await (browser as Browser).newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(ANSWER_MS);
    const page = await context.newPage();
    const said = listen(page, stage.origin);
    page.on('close', () => heard.push(...said));
    const card = /Continue as Broker/;
    const as = { login, password: PASSWORD };
    await signInAs(page, { origin: stage.origin, language: 'en', card, as });
    await giveKey(page, keyTextOf(stage.actor(login)));
    return page;
  }

  test(
    'maker and checker state the file, reverse one credit, and the other stands',
    async () => {
      const maker = await enter('desk.maker');
      const checker = await enter('desk.checker');
      await maker.goto(`${stage.origin}/en/loads`);
      const choosing = maker.waitForEvent('filechooser');
      await maker.getByRole('button', { name: /^Choose/ }).click();
      const buffer = Buffer.from(takenBack(day));
      await (await choosing).setFiles({ name: 'camt-2.xml', mimeType: 'text/xml', buffer });
      await maker.getByRole('cell', { name: 'camt-2.xml' }).waitFor();
      await signBoth(maker, checker);

      await maker.goto(`${stage.origin}/en/desk`);
      const offers = maker.getByRole('button', { name: 'Take back a credit', exact: true });
      await offers.first().waitFor();
      expect(await offers.count()).toBe(2);
      await signWith(maker, 'Take back a credit');
      await checker.goto(`${stage.origin}/en/inbox`);
      await signWith(checker, 'Read and sign');
      await offers.first().waitFor({ state: 'detached' });

      await maker.goto(`${stage.origin}/en/ledger`);
      await maker.getByText('The bank reversed CNY 5,000.00.').first().waitFor();
      await maker.context().close();
      await checker.context().close();
    },
    WALK_MS,
  );

  test(
    'an act without a page of its own is filled in, held against its form, and signed',
    async () => {
      const page = await enter('desk.maker');
      await page.goto(`${stage.origin}/en/acts`);
      await page.getByRole('combobox', { name: 'Act' }).fill('balance.fold');
      await page.getByRole('option', { name: 'balance.fold' }).click();
      await page.getByRole('button', { name: 'Look and sign' }).click();
      await page.getByRole('alert').getByText('body.party: must be').waitFor();
      const body = { party: operator, currency: 'CNY', upTo: day };
      await page.getByLabel('Body').fill(JSON.stringify(body));
      await signWith(page, 'Look and sign');
      await page.goto(`${stage.origin}/zh/acts`);
      await page.getByRole('combobox', { name: '操作' }).waitFor();
      await page.context().close();
    },
    WALK_MS,
  );

  test('the console stayed clean and no other host was asked', () => {
    expect(heard).toEqual([]);
  });

  /** The statement of the file comes first: both find it in their inbox. */
  async function signBoth(maker: Page, checker: Page): Promise<void> {
    for (const page of [maker, checker]) {
      await page.goto(`${stage.origin}/en/inbox`);
      await signWith(page, 'Read and sign');
    }
  }
});

/** A camt.053 in which the bank takes CNY 5,000.00 back. */
function takenBack(date: string): string {
  const party = { name: 'Payer', account: '6222000000000000009' };
  const entry = { credit: false, amount: 500_000n, reference: 'R1', endToEndId: 'NOTPROVIDED' };
  const entries = [{ ...entry, party, text: 'returned' }];
  const { xml } = camt053({ account: NUMBER, date, sequence: 2, opening: 1_000_000n, entries });
  return xml.replace('DBIT</CdtDbtInd><Sts>', 'DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>');
}

/** The operator's account with two credits of CNY 5,000.00 on one statement. */
async function received(on: TestLedger): Promise<World> {
  const world = await startWorld({}, on);
  const { operator: actor } = world;
  const account = nextId();
  const party = { party: actor, admin: staffOf(world, 'admin'), people: new Map() };
  const treasurer = await addPerson(world, party, 'treasurer');
  await world.nextDay();
  const checker: Signing = { by: staffOf(world, 'checker'), role: 'checker' };
  const cash: Signing = { by: staffOf(world, 'cash'), role: 'cash' };
  const bankRoot = bankRootOf(NUMBER, sha256);
  await mustCommit(
    world.act('account.register', {
      actor,
      body: { account, bankRoot, currency: 'CNY', purpose: 'collect' },
      signers: [
        { by: treasurer, role: 'treasurer', stepUp: true },
        { ...checker, stepUp: true },
      ],
    }),
  );
  const signers = [cash, checker];
  const message = sha256('message');
  await mustCommit(world.act('account.verify', { actor, body: { account, message }, signers }));
  await world.nextDay();
  const cny = (minor: string) => ({ minor, currency: 'CNY' }) as const;
  const sums = { opening: cny('0'), closing: cny('1000000'), entries: 2 };
  const stated = { statement: 'st-1', account, sequence: '1', ...sums, suspect: false };
  const body = { ...stated, file: sha256('file 1') };
  await mustCommit(world.act('cash.statement', { actor, body, signers }));
  for (const name of ['credit 1', 'credit 2']) {
    const credit = { entry: sha256(name), account, amount: cny('500000'), statement: 'st-1' };
    const from = { valueOn: world.today(), payerRef: sha256(`payer ${name}`) };
    await mustCommit(world.act('cash.receive', { actor, body: { ...credit, ...from }, signers }));
  }
  return world;
}
