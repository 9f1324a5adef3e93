import { sha256 } from '../../chaincode/signature.ts';
import type { ActKind } from '../../domain/act/index.ts';
import { isList, isObject, type Wire } from '../../domain/wire/index.ts';
import { situation } from './situations/index.ts';
import { goldenRows } from './table.ts';
import { bodyOf, signersOf, transientOf } from './values.ts';

/** The same value with the members of every object in the opposite order. */
function turned(value: Wire): Wire {
  if (isList(value)) return value.map(turned);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, turned(member)] as const);
  return Object.fromEntries(members.reverse());
}

/**
 * Judges every golden act in this process and prints one line for each: what it is, and the hash of
 * the state and the events that it leaves, or of its refusal. `turned` as the first word gives every
 * body its members in the opposite order.
 */
async function main([order = 'plain']: readonly string[]): Promise<void> {
  const put = (value: Wire): Wire => (order === 'turned' ? turned(value) : value);
  for (const row of goldenRows()) {
    const ledger = await situation(row.given);
    if (row.day !== '') ledger.businessDate = row.day;
    const signers = signersOf(row.signers);
    const transient = new Map(
      [...transientOf(row.body)].map(([name, value]) => [name, put(value)]),
    );
    const body = put(bodyOf(row.body));
    const actor = signers[0]?.party ?? '';
    const given = { transient };
    const outcome = await ledger.act(row.kind as ActKind, actor, body as never, signers, given);
    const state = [...ledger.rows].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`);
    const said = JSON.stringify(outcome.ok ? outcome.events : outcome.refusal.code);
    const left = sha256(Buffer.from(`${state.sort().join('\n')}\n${said}`));
    console.log(`${row.kind} | ${row.rule} | ${left}`);
  }
}

await main(process.argv.slice(2));
