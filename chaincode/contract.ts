import fabric from 'fabric-contract-api';
import type { Context as FabricContext } from 'fabric-contract-api';
import type { Refusal } from '../domain/errors/index.ts';
import { canonical, parseWire, type Wire } from '../domain/wire/index.ts';
import { answer } from './answer.ts';
import type { Input } from './handler.ts';
import { checkTouched } from './invariants.ts';
import { classPolicies, passClassGate, policiesAfter } from './policies.ts';
import { judge } from './shell.ts';
import { actKey, EVENT_NAME, roleUseKey } from './state-keys.ts';
import { Tx } from './tx.ts';

/** The one contract of the channel: acts come in by `submit`, questions by `evaluate` (L-36). */
export class TallyContract extends fabric.Contract {
  constructor() {
    super('tally');
  }

  /**
   * Judges a signed act, writes its effects and emits one envelope. A refusal is thrown as
   * `CODE {facts}` (L-42), which is the only failure a client can act on. Arguments: the signed act
   * and the slice hint. They are taken as rest: for named ones the contract API builds and compiles
   * a JSON schema on every call, only to find that texts are texts.
   */
  async submit(context: FabricContext, ...[signedAct = '', hint = '0']: string[]): Promise<void> {
    const tx = new Tx(context.stub);
    const decided = await judge(tx, signedAct, inputOf(context, hint));
    if (!decided.ok) throw refusal(decided.error);
    const { act, actHash, envelope, endorsement, signers, privateEntries, purged } = decided.value;
    await tx.apply(envelope.events);
    checkTouched(tx);
    for (const { collection, key, value } of privateEntries) tx.putPrivate(collection, key, value);
    for (const { collection, key } of purged) tx.purgePrivate(collection, key);
    if (act.kind === 'channel.bootstrap') classPolicies(tx);
    else passClassGate(tx, endorsement, [...privateEntries, ...purged]);
    await policiesAfter(tx, envelope.events);
    const used = Buffer.from(act.businessDate, 'utf8');
    for (const signer of signers) tx.put(roleUseKey(tx.stub, signer), used);
    const done = { sha256: actHash, txId: context.stub.getTxID() };
    tx.put(actKey(tx.stub, act.id), Buffer.from(canonical(done), 'utf8'));
    await tx.flush();
    context.stub.setEvent(EVENT_NAME, Buffer.from(canonical(envelope as unknown as Wire), 'utf8'));
  }

  /**
   * Answers a question in canonical JSON; writes nothing. As text: a Buffer that a contract returns
   * leaves the shim as JSON of its bytes.
   */
  async evaluate(context: FabricContext, ...[query = '']: string[]): Promise<string> {
    const answered = await answer(new Tx(context.stub), query, inputOf(context, '0'));
    if (!answered.ok) throw refusal(answered.error);
    return canonical(answered.value);
  }
}

function inputOf(context: FabricContext, hint: string): Input {
  const transient = new Map<string, Wire>();
  for (const [name, bytes] of context.stub.getTransient()) {
    const value = parseWire(Buffer.from(bytes).toString('utf8'));
    if (value.ok) transient.set(name, value.value);
  }
  return { transient, hint: Number(hint) || 0, txId: context.stub.getTxID() };
}

function refusal({ code, facts }: Refusal): Error {
  const error = new Error(`${code} ${canonical(facts)}`);
  error.stack = '';
  return error;
}
