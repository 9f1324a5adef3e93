import { ACT_KINDS, type ActKind } from '../../domain/act/index.ts';
import { reachableRefusals, triedInFlow } from './reachable.ts';
import { goldenRows } from './table.ts';
import { UNMET } from './unmet.ts';

const KINDS = Object.keys(ACT_KINDS) as ActKind[];
/** No business day beyond the loaded years can be opened: every kind that counts days shares it. */
const EVERYWHERE = 'CALENDAR_UNKNOWN';

const reachable = reachableRefusals();
const inFlow = triedInFlow();
const rows = goldenRows();
const tried = new Set(rows.map(({ kind, answer }) => `${kind} ${answer}`));

function missing(kind: ActKind): readonly string[] {
  return [...(reachable.get(kind) ?? [])]
    .map(code => `${kind} ${code}`)
    .filter(name => !name.endsWith(EVERYWHERE) && !tried.has(name) && !inFlow.has(name));
}

test('every kind has its decision, and the golden folder an accept of it', () => {
  expect(KINDS.filter(kind => !reachable.has(kind))).toEqual([]);
  const accepted = rows.filter(({ answer }) => answer.startsWith('stands'));
  const kinds = new Set(accepted.map(({ kind }) => kind));
  expect(KINDS.filter(kind => !kinds.has(kind))).toEqual([]);
});

test('every refusal in the code of a decision is tried by a row, or listed with why not', () => {
  const listed = Object.values(UNMET).flatMap(kinds =>
    Object.entries(kinds).flatMap(([kind, codes]) =>
      codes.split(' ').map(code => `${kind} ${code}`),
    ),
  );
  expect(KINDS.flatMap(missing).sort()).toEqual(listed.sort());
});

test('the code is read to the end: refusals are found through what a decision calls', () => {
  // Said in decide-payout.ts itself, in party/decide-file.ts, and in errors/refusal.ts.
  expect([...(reachable.get('payout.file') ?? [])].sort()).toEqual([
    'ACCOUNT_NOT_VERIFIED',
    'ACT_MALFORMED',
    'CURRENCY_MISMATCH',
    'NOT_FOUND',
    'PAYOUT_IN_FLIGHT',
    'STATE_WRONG',
  ]);
  const all = KINDS.flatMap(kind => [...(reachable.get(kind) ?? [])]);
  expect(all.length).toBeGreaterThan(900);
});
