import type { ActBodies, ActKind } from '../../../domain/act/index.ts';
import type { StateDouble } from '../../flow/state-double.ts';
import * as steps from '../../flow/steps.ts';
import { NAMES } from '../names.ts';
import { bodyOf, signersOf, transientOf } from '../values.ts';

/** One step of a situation on a ledger. */
export type Step = (ledger: StateDouble) => unknown;

/** One act of a situation, in the words of the tables. */
async function does(
  ledger: StateDouble,
  kind: ActKind,
  signers: string,
  body: string,
  id?: string,
): Promise<void> {
  const signed = signersOf(signers);
  const actor = signed[0]?.party ?? '';
  const given = bodyOf(body) as ActBodies[typeof kind];
  const transient = transientOf(body);
  steps.stands(
    await ledger.act(kind, actor, given, signed, {
      transient,
      ...(id === undefined ? {} : { id: NAMES[id] ?? '' }),
    }),
  );
}

export const act =
  (kind: ActKind, signers: string, body: string, id?: string): Step =>
  ledger =>
    does(ledger, kind, signers, body, id);

export const on =
  (day: string): Step =>
  ledger => {
    ledger.businessDate = day;
  };

/** Something of the ledger as if its money were dollars. */
export function dollars(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state).replaceAll('"CNY"', '"USD"')) as unknown;
}

/** Lines of another funder, or of the broker, on the worked example's debtor and supplier. */
export const linesOf = (party: string, names: readonly string[], cap: string): readonly Step[] =>
  ['debtor', 'supplier', 'funder'].map((kind, at) =>
    act(
      'limit.set',
      `${party} maker 1, ${party} checker 2`,
      `line: @${names[at] ?? ''}; kind: ${kind}; subject: ` +
        `${['@buyer', '@supplier', `@${party}`][at] ?? ''}; cap: ${cap}; from: 2026-03-03; ` +
        'until: 2027-03-03; slices: 4',
    ),
  );
