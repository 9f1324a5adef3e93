import type { ActKind } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { by, partyOf } from '../flow/trade.ts';
import { idOf, type StateDouble } from '../flow/state-double.ts';
import { NAMES } from './names.ts';
import { situation } from './situations/index.ts';
import { goldenRows, type GoldenRow } from './table.ts';
import { bodyOf, nameOf, signersOf, transientOf } from './values.ts';

const STRANGER = idOf(6_001);
const NOWHERE = idOf(6_002);
const SEE_ALL = ['operator', 'association', 'auditor'].map(name => NAMES[name] ?? '');

/** Ids in a body under which the ledger has something. */
function named(body: Wire, ledger: StateDouble): readonly string[] {
  const text = JSON.stringify(body);
  const keys = [...ledger.rows.keys()].map(key => key.split('\u0000').slice(1, -1));
  const objects = keys.filter(([type]) => !['party', 'user', 'key'].includes(type ?? ''));
  const ids = new Set(objects.flatMap(([, ...parts]) => parts));
  const parties = new Set(keys.filter(([type]) => type === 'party').map(([, id]) => id));
  const found = text.match(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g) ?? [];
  return [...new Set(found)].filter(id => ids.has(id) && !parties.has(id));
}

/** The row's act by a stranger of the same kind, on what there is or on what there is not. */
async function tried(row: GoldenRow, gone: string | null) {
  const ledger = await situation(row.given);
  if (row.day !== '') ledger.businessDate = row.day;
  const signers = signersOf(row.signers);
  const actor = signers[0]?.party ?? '';
  const kinds = (await ledger.entity('party', actor))?.kinds ?? ['enterprise'];
  ledger.put('party', STRANGER, { ...partyOf(STRANGER, 'enterprise'), kinds });
  const strange = signers.map((signer, at) => {
    const person = at + 1;
    return signer.party === actor
      ? { ...by(STRANGER, signer.role, person), class: signer.class, steppedUp: signer.steppedUp }
      : signer;
  });
  const swap = <T extends Wire>(value: T): T =>
    gone === null
      ? value
      : (JSON.parse(
          JSON.stringify(value).replaceAll(gone, gone.length === 64 ? 'e'.repeat(64) : NOWHERE),
        ) as T);
  const body = swap(bodyOf(row.body));
  const transient = new Map([...transientOf(row.body)].map(([name, value]) => [name, swap(value)]));
  const outcome = await ledger.act(row.kind as ActKind, STRANGER, body as never, strange, {
    transient,
  });
  const said = outcome.ok ? 'stands' : JSON.stringify(outcome.refusal);
  const plain =
    gone === null ? said : said.replaceAll(gone.length === 64 ? 'e'.repeat(64) : NOWHERE, gone);
  return { code: outcome.ok ? 'stands' : outcome.refusal.code, said: plain };
}

/** What anybody of that kind may do by date, bank message or mandate alone. */
const ANYBODY = new Set([
  ...['claim.age', 'claim.default', 'provision.run', 'financing.lapse', 'user.sweep'],
  ...['label.verify', 'label.refuse', 'disclosure.end'],
  // A request that invites nobody by name is open to every funder.
  'financing.quote',
  // An id that its owner took: the next one cannot have it, and is told only that.
  'limit.set',
]);
/** Deals, their issues and their payment dates are public (SEC-59). */
const PUBLIC = ['deal', 'issue', 'distribution'].flatMap(name => [
  NAMES[name] ?? '',
  NAMES[`${name}2`] ?? '',
]);
/** Refusals that the specification names for what somebody else has a part in. */
const NAMED = ['NOT_OF_DEAL', 'NOT_OF_POOL', 'NOT_THE_DEBTOR', 'NOT_HOLDER', 'NOT_INVITED'];
/** An act that makes an object says so when its id is taken. */
const NONE = ['none', 'unknown', 'new'];

/** Rows of acts that are not of those who see everything: what stands and what is refused. */
function rowsOfParties(): readonly GoldenRow[] {
  const found = new Map<string, GoldenRow>();
  for (const row of goldenRows()) {
    const actor = signersOf(row.signers)[0]?.party ?? '';
    if (SEE_ALL.includes(actor) || ANYBODY.has(row.kind)) continue;
    found.set(`${row.kind} ${row.given.join()} ${row.day} ${row.body}`, row);
  }
  return [...found.values()];
}

test('a stranger learns from no act whether what it names is there', async () => {
  const apart: string[] = [];
  let compared = 0;
  let notFound = 0;
  for (const row of rowsOfParties()) {
    const ledger = await situation(row.given);
    for (const id of named(bodyOf(row.body), ledger)) {
      if (PUBLIC.includes(id)) continue;
      const [there, gone] = [await tried(row, null), await tried(row, id)];
      compared += 1;
      if (there.code === 'NOT_FOUND') notFound += 1;
      const isTaken = NONE.some(state => there.said.includes(`"states":"${state}"`));
      if (there.said === gone.said || NAMED.includes(there.code) || isTaken) continue;
      apart.push(`${row.kind} on ${nameOf(id)}: ${there.said}, and where nothing is ${gone.said}`);
    }
  }
  expect(apart).toEqual([]);
  // Control: many acts name what is not theirs, and most are told that it is not there.
  expect(compared).toBeGreaterThan(1_200);
  expect(notFound).toBeGreaterThan(900);
});
