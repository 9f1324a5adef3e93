import { ACT_KINDS, type ActKind } from '../../domain/act/index.ts';
import { REFUSALS, type Refusal } from '../../domain/errors/index.ts';
import type { StateDouble } from '../flow/state-double.ts';
import type { EntityType, LedgerEvent } from '../../domain/event/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { situation } from './situations/index.ts';
import { goldenRows, type GoldenRow } from './table.ts';
import { bodyOf, idNamed, nameOf, signersOf, transientOf } from './values.ts';

const ROWS = goldenRows();

const stateOf = (ledger: StateDouble): string[] =>
  [...ledger.rows].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`).sort();

async function tryRow(row: GoldenRow) {
  const ledger = await situation(row.given);
  if (row.day !== '') ledger.businessDate = row.day;
  const before = stateOf(ledger);
  const signers = signersOf(row.signers);
  const given = { transient: transientOf(row.body) };
  const actor = signers[0]?.party ?? '';
  const body = bodyOf(row.body);
  const outcome = await ledger.act(row.kind as ActKind, actor, body as never, signers, given);
  return { ledger, before, outcome };
}

/** Every `{fact}` of the code's texts is there, so that a person can be told. */
function untold({ code, facts }: Refusal): string[] {
  const { en } = REFUSALS[code];
  const names = [...`${en.sentence} ${en.remedy}`.matchAll(/\{(\w+)\}/g)].map(m => m[1] ?? '');
  return names.filter(name => facts[name] === undefined);
}

/** One field of an object, `holding @claim state`; its status when no field is named. */
async function fieldOf(ledger: StateDouble, text: string): Promise<Wire> {
  const [type = '', name = '', field = 'status'] = text.split(' ');
  const id = name.split('~').map(part => (part.startsWith('@') ? idNamed(part.slice(1)) : part));
  const state = await ledger.entity(type as EntityType, id.join('~'));
  const value = (state as Record<string, Wire> | undefined)?.[field] ?? null;
  return typeof value === 'string' ? nameOf(value) : value;
}

/**
 * What a row says of the ledger afterwards: the fields of objects that it names, and the whole of
 * the act's journal entry, line by line, with debits equal to credits.
 */
async function expectAfter(
  after: string,
  ledger: StateDouble,
  events: readonly LedgerEvent[],
): Promise<void> {
  const found: Record<string, Wire> = {};
  const posted = events.flatMap(event => (event.kind === 'journal.posted' ? event.lines : []));
  for (const { account, sub, side, amount } of posted) {
    found[`${account} ${nameOf(sub ?? '')} ${side}`] = amount;
  }
  const wanted = Object.entries(bodyOf(after) as Record<string, Wire>).map(
    ([text, value]): [string, Wire] => {
      return [text, typeof value === 'string' ? nameOf(value) : value];
    },
  );
  for (const [text] of wanted) {
    if (!/^\d{4} /.test(text)) found[text] = await fieldOf(ledger, text);
  }
  expect(found).toEqual(Object.fromEntries(wanted));
  const total = (of: 'debit' | 'credit') =>
    posted
      .filter(({ side }) => side === of)
      .reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
  expect(total('debit')).toBe(total('credit'));
}

describe.each([...new Set(ROWS.map(({ kind }) => kind))])('%s', kind => {
  const rows = ROWS.filter(row => row.kind === kind);
  test.each(rows.map(row => [row.rule, row.answer, row] as const))(
    '%s: %s',
    async (_rule, answer, row) => {
      const { ledger, before, outcome } = await tryRow(row);
      if (!outcome.ok) {
        const { refusal } = outcome;
        expect([refusal.code, refusal.facts]).toEqual([answer, refusal.facts]);
        if (refusal.code !== 'ACT_MALFORMED') expect(untold(refusal)).toEqual([]);
        expect(stateOf(ledger)).toEqual(before);
        return;
      }
      const events = outcome.events.map(event => event.kind);
      const wanted = answer
        .replace(/^stands:?/, '')
        .split(',')
        .map(name => name.trim());
      expect(answer).toMatch(/^stands/);
      expect(events).toEqual(expect.arrayContaining(wanted.filter(name => name !== '')));
      if (row.after !== '') await expectAfter(row.after, ledger, outcome.events);
    },
  );
});

test('every table is of a kind that exists', () => {
  expect(ROWS.filter(({ kind }) => !Object.hasOwn(ACT_KINDS, kind))).toEqual([]);
});
