import type { Act, ActKind, Signature } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { ask, readFrom } from '../app/graphql.ts';
import { signAct } from './sign.ts';
import type { BrowserKey } from './key-store.ts';
import type { Amount } from '../ui/money.tsx';

/** What signing asks for, as the ledger's rules say. */
export type Demand = {
  band: 'B0' | 'B1' | 'B2' | 'B3' | null;
  total: Amount | null;
  stepUp: 'none' | 'one' | 'all';
};

/** What became of an act: the union of the API, flattened for display. */
export type Outcome = {
  __typename:
    | 'ActDone'
    | 'ActPreview'
    | 'ActPartly'
    | 'ActSent'
    | 'ActRefused'
    | 'InputInvalid'
    | 'StepUpRequired';
  block?: number;
  txId?: string;
  code?: string;
  message?: string;
  remedy?: string;
  actHash?: string;
  demand?: Demand;
  missing?: { sentence: string }[];
  faults?: { path: string; code: string }[];
};

const DEMAND = 'band total stepUp';
const OUTCOME = `__typename
  ... on ActDone { block txId }
  ... on ActPreview { actHash missing: signersNeeded { sentence } demand { ${DEMAND} } }
  ... on ActPartly { missing { sentence } }
  ... on ActRefused { code message remedy }
  ... on InputInvalid { code message remedy faults { path code } }
  ... on StepUpRequired { code message remedy actHash }`;

/** `receivable.confirm` is the mutation `receivableConfirm`. */
function mutationOf(kind: ActKind): string {
  const [noun = '', verb = ''] = kind.split('.');
  return noun + verb.slice(0, 1).toUpperCase() + verb.slice(1);
}

/** Sends an act with the signatures made so far; the same bytes may be sent again at any time. */
export async function sendAct(
  act: Act,
  signatures: readonly Signature[],
  options: { transient?: Wire; dryRun?: boolean } = {},
): Promise<Outcome> {
  const mutation = mutationOf(act.kind);
  const data = await ask<Record<string, Outcome>>(
    `mutation Send($actId: ActId!, $businessDate: BusinessDate!, $body: JSON!,
        $signatures: [SignatureInput!]!, $transient: JSON, $dryRun: Boolean) {
      ${mutation}(actId: $actId, businessDate: $businessDate, body: $body,
        signatures: $signatures, transient: $transient, dryRun: $dryRun) { ${OUTCOME} } }`,
    {
      actId: act.id,
      businessDate: act.businessDate,
      body: act.body,
      signatures,
      transient: options.transient ?? null,
      dryRun: options.dryRun ?? false,
    },
  );
  return noted(data[mutation]);
}

/** Adds a signature to an act that waits for more. */
export async function addSignature(
  actId: string,
  signatures: readonly Signature[],
): Promise<Outcome> {
  const data = await ask<{ actSign: Outcome }>(
    `mutation Add($actId: ActId!, $signatures: [SignatureInput!]!) {
      actSign(actId: $actId, signatures: $signatures) { ${OUTCOME} } }`,
    { actId, signatures },
  );
  return noted(data.actSign);
}

/** What an act that waits asks of its signers, and whether one of them has given a second factor. */
export async function demandOfWaiting(
  actId: string,
): Promise<{ demand: Demand | null; steppedUp: boolean }> {
  const { act } = await ask<{
    act: { demand: Demand | null; signatures: { role: string; stepUp: unknown }[] } | null;
  }>(
    `query Demand($id: ActId!) { act(id: $id) { demand { ${DEMAND} } signatures { role stepUp } } }`,
    {
      id: actId,
    },
  );
  const steppedUp =
    act?.signatures.some(({ role, stepUp }) => role !== 'stepup' && stepUp !== null) ?? false;
  return { demand: act?.demand ?? null, steppedUp };
}

function noted(outcome: Outcome | undefined): Outcome {
  if (!outcome) throw new Error('no answer');
  if (outcome.block !== undefined) readFrom(outcome.block);
  return outcome;
}

type Challenge = { challenge?: string; code?: string; message?: string; remedy?: string };
type Passed = {
  stepUp?: Signature['stepUp'];
  entries?: { actHash: string; signature: Signature }[];
  triesLeft?: number;
  code?: string;
  message?: string;
  remedy?: string;
};

/** Asks for a one-time code bound to this act and this key. */
export async function startStepUp(actHash: string, key: string): Promise<Challenge> {
  const data = await ask<{ stepUpChallenge: Challenge }>(
    `mutation Challenge($actHashes: [Sha256!]!, $key: String!) {
      stepUpChallenge(actHashes: $actHashes, key: $key) {
        ... on StepUpChallenge { challenge } ... on Refused { code message remedy } } }`,
    { actHashes: [actHash], key },
  );
  return data.stepUpChallenge;
}

/** Gives the code; on success the own signature with the step-up and the service's entry. */
export async function passStepUp(options: {
  challenge: string;
  code: string;
  channel: string;
  act: Act;
  by: { key: BrowserKey; role: string };
}): Promise<{ signatures: Signature[] } | Passed> {
  const data = await ask<{ stepUpVerify: Passed }>(
    `mutation Verify($challenge: String!, $code: String!) {
      stepUpVerify(challenge: $challenge, code: $code) {
        ... on StepUpPassed { stepUp entries { actHash signature } }
        ... on StepUpFailed { code message remedy triesLeft }
        ... on Refused { code message remedy } } }`,
    { challenge: options.challenge, code: options.code },
  );
  const { stepUp, entries } = data.stepUpVerify;
  if (!stepUp || !entries) return data.stepUpVerify;
  const own = await signAct(options.channel, options.act, options.by, stepUp);
  return { signatures: [own, ...entries.map(({ signature }) => signature)] };
}
