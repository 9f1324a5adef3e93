import type { ActKind } from '../../domain/act/index.ts';
import { isList, isObject, type Wire } from '../../domain/wire/index.ts';
import { situation } from './situations/index.ts';
import { goldenRows, type GoldenRow } from './table.ts';
import { bodyOf, signersOf, transientOf } from './values.ts';

const ROWS = goldenRows();

/** What is also said in public, and so tells nothing: dates, currencies, plain numbers, one letter. */
const PLAIN = /^(\d{4}-\d\d-\d\d|[A-Z]{3}|\d{1,12}|.{0,3})$/;
// The refusal of an assigned invoice tells its own signer by which coded sign.
const WORDS = new Set(['entity', 'person', 'self', 'xbrlFlag']);

/** Texts of the private fields that come with an act; paths and salts are none. */
function privateTexts(value: Wire): readonly string[] {
  if (typeof value === 'string') return PLAIN.test(value) || WORDS.has(value) ? [] : [value];
  if (isList(value)) return value.flatMap(privateTexts);
  if (!isObject(value)) return [];
  const members = Object.entries(value).filter(([name]) => name !== 'path' && name !== 'salt');
  return members.flatMap(([, member]) => privateTexts(member));
}

/** Which of the texts stand in what the ledger shows to all. */
const told = (texts: readonly string[], shown: string): readonly string[] =>
  texts.filter(text => shown.includes(text));

async function shownBy(row: GoldenRow) {
  const ledger = await situation(row.given);
  if (row.day !== '') ledger.businessDate = row.day;
  const transient = transientOf(row.body);
  const signers = signersOf(row.signers);
  const actor = signers[0]?.party ?? '';
  const body = bodyOf(row.body);
  const outcome = await ledger.act(row.kind as ActKind, actor, body as never, signers, {
    transient,
  });
  const state = [...ledger.rows].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`);
  const said = JSON.stringify(outcome.ok ? outcome.events : outcome.refusal);
  // What the signer itself wrote into the act is its own to show.
  const open = JSON.stringify(body);
  const texts = [...transient.values()].flatMap(privateTexts).filter(text => !open.includes(text));
  return { texts: [...new Set(texts)], shown: `${state.join('\n')}\n${said}` };
}

test('no private value of any golden act is in public state, events or refusals (INV-R25)', async () => {
  const leaks: string[] = [];
  let looked = 0;
  for (const row of ROWS) {
    const { texts, shown } = await shownBy(row);
    looked += texts.length;
    leaks.push(...told(texts, shown).map(text => `${row.kind}, ${row.rule}: ${text}`));
  }
  expect(leaks).toEqual([]);
  // Control: there was something to find, and it would have been found.
  expect(looked).toBeGreaterThan(500);
  const [row] = ROWS.filter(({ kind }) => kind === 'receivable.offer');
  if (!row) throw new Error('no offer');
  const { texts, shown } = await shownBy(row);
  expect(told(texts, `${shown}${texts[0] ?? ''}`)).toEqual([texts[0]]);
});
