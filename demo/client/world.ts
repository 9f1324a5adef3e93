import { join } from 'node:path';
import type { ActBodies, ActKind } from '../../domain/act/index.ts';
import { OPERATOR, personOf, type Member, type Person } from '../cast/cast.ts';
import type { Settings } from '../settings.ts';
import { actHash, actOf, signAct, type Entry } from './acts.ts';
import { codeAt } from './code.ts';
import { Client, StoryFault } from './http.ts';
import { keyIn, type Key } from './keys.ts';
import { settled } from './settled.ts';

/** Who signs an act, and in which role. */
export type By = { readonly of: Member; readonly person: string; readonly role: string };

/** One act to perform; `stepUp` names persons who confirm a one-time code first. */
export type Deed<K extends ActKind = ActKind> = {
  readonly kind: K;
  readonly actor: Member;
  readonly body: ActBodies[K];
  readonly by: readonly By[];
  readonly stepUp?: readonly By[];
  readonly transient?: unknown;
  /** At which slice of a limit the act begins; signed by nobody. */
  readonly hint?: number;
};

export type Outcome = {
  readonly __typename: string;
  readonly actId: string;
  readonly block?: number;
  readonly txId?: string;
  readonly code?: string;
  readonly message?: string;
  readonly facts?: unknown;
  readonly faults?: readonly { readonly path: string; readonly code: string }[];
  readonly missing?: readonly { readonly sentence: string }[];
};

const OUTCOME = `__typename ... on ActDone { block txId } ... on ActPartly { missing { sentence } }
  ... on ActRefused { code message facts } ... on InputInvalid { code message faults { path code } }
  ... on StepUpRequired { code message facts }`;
const PASSED = `... on StepUpPassed { stepUp entries { actHash signature } }
  ... on StepUpFailed { code message triesLeft } ... on Refused { code message }`;
const HASHES_MAX = 200;
const STEP_MS = 30_000;
const WIDTH = 24;

type Grant = {
  readonly stepUp: { readonly method: string; readonly at: string };
  readonly entries: ReadonlyMap<string, Entry>;
};

/** The product as an outside client sees it: one token a party, keys by person, signed acts. */
export class World {
  readonly settings: Settings;
  readonly keysFolder: string;
  channel = '';
  businessDate = '';
  private readonly clients = new Map<string, Client>();
  private readonly keys = new Map<string, Key>();
  private readonly steps = new Map<string, number>();
  private seen = 0;

  constructor(settings: Settings, keysFolder: string) {
    this.settings = settings;
    this.keysFolder = join(settings.home, 'demo', keysFolder);
  }

  client(of: Member): Client {
    const held = this.clients.get(of.slug);
    if (held) return held;
    const { origin } = this.settings;
    const made = new Client({ origin, issuer: `${origin}/oidc`, client: of.client });
    made.after(this.seen);
    this.clients.set(of.slug, made);
    return made;
  }

  /** Whoever asks next, asks after this block: one party's act may be what another looks for. */
  saw(block: number): void {
    this.seen = Math.max(this.seen, block);
    for (const client of this.clients.values()) client.after(block);
  }

  key(of: Member, person: string): Key {
    const name = `${of.slug}.${person}`;
    const held = this.keys.get(name);
    if (held) return held;
    const made = keyIn(join(this.keysFolder, of.slug), person);
    this.keys.set(name, made);
    return made;
  }

  /** Reads the channel's name and open day; empty before the founding. */
  async today(): Promise<string> {
    const { day } = await this.client(OPERATOR).ask<{
      day: { businessDate: string | null; channel: string };
    }>('{ day { businessDate channel } }');
    this.channel = day.channel;
    this.businessDate = day.businessDate ?? '';
    return this.businessDate;
  }

  /** Performs one act and demands that it is done. */
  async perform<K extends ActKind>(deed: Deed<K>): Promise<Outcome> {
    const [outcome] = await this.performAll([deed]);
    if (!outcome) throw new StoryFault('NO_OUTCOME', deed.kind);
    return outcome;
  }

  /** Performs one act; an answer that it was done before is as good. */
  async performOnce<K extends ActKind>(deed: Deed<K>, done: readonly string[]): Promise<void> {
    const [outcome] = await this.performAll([deed], { demand: false });
    const { __typename: answer, code = '' } = outcome ?? { __typename: 'NO_OUTCOME' };
    if (answer === 'ActDone' || done.includes(code)) return;
    throw new StoryFault(code || answer, `${deed.kind} ${JSON.stringify(outcome)}`);
  }

  /** Performs acts side by side, or in order; persons confirm one code for all of theirs. */
  async performAll(
    deeds: readonly Deed[],
    options: { demand?: boolean; inOrder?: boolean } = {},
  ): Promise<Outcome[]> {
    const acts = deeds.map(({ kind, actor, body }) =>
      actOf(kind, actor.party, this.businessDate, body),
    );
    const grants = await this.grantsFor(deeds, acts.map(actHash));
    return mapSide(deeds, options.inOrder ? 1 : WIDTH, async (deed, at) => {
      const act = acts[at];
      if (!act) throw new StoryFault('NO_ACT', deed.kind);
      const signatures = deed.by.flatMap(by => {
        const grant = grants.get(nameOf(by));
        const entry = grant?.entries.get(actHash(act));
        const key = this.key(by.of, by.person);
        const own = signAct(this.channel, act, { key, role: by.role }, entry && grant?.stepUp);
        return entry ? [own, entry] : [own];
      });
      const outcome = await this.send(deed, act, signatures);
      if ((options.demand ?? true) && outcome.__typename !== 'ActDone') {
        throw new StoryFault(
          outcome.code ?? outcome.__typename,
          `${deed.kind} ${JSON.stringify(outcome)}`,
        );
      }
      if (outcome.block !== undefined) this.saw(outcome.block);
      return outcome;
    });
  }

  private async send(
    deed: Deed,
    act: { readonly id: string; readonly businessDate: string; readonly body: unknown },
    signatures: readonly Entry[],
  ): Promise<Outcome> {
    const mutation = mutationOf(deed.kind);
    const data = await this.client(deed.actor).askPatiently<Record<string, Outcome>>(
      `mutation($actId: ActId!, $businessDate: BusinessDate!, $body: JSON!,
          $signatures: [SignatureInput!]!, $transient: JSON, $hint: Int) {
        ${mutation}(actId: $actId, businessDate: $businessDate, body: $body,
          signatures: $signatures, transient: $transient, hint: $hint) { ${OUTCOME} } }`,
      {
        actId: act.id,
        businessDate: act.businessDate,
        body: act.body,
        signatures,
        transient: deed.transient ?? null,
        hint: deed.hint ?? null,
      },
    );
    const outcome = data[mutation];
    if (!outcome) throw new StoryFault('NO_OUTCOME', mutation);
    return { ...(await settled(this.client(deed.actor), act.id, outcome)), actId: act.id };
  }

  /** One challenge a person and up to 200 acts: a code is good once. */
  private async grantsFor(
    deeds: readonly Deed[],
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, Grant>> {
    const wanted = new Map<string, { by: By; actor: Member; hashes: string[] }>();
    deeds.forEach((deed, at) => {
      for (const by of deed.stepUp ?? []) {
        const held = wanted.get(nameOf(by)) ?? { by, actor: deed.actor, hashes: [] };
        held.hashes.push(hashes[at] ?? '');
        wanted.set(nameOf(by), held);
      }
    });
    const grants = new Map<string, Grant>();
    await mapSide([...wanted.entries()], 8, async ([name, { by, hashes: own }]) => {
      if (own.length > HASHES_MAX) throw new StoryFault('STEP_UP', `${name}: ${own.length} acts`);
      grants.set(name, await this.confirm(by, own));
    });
    return grants;
  }

  /** A passed one-time code of a person for these acts. */
  async confirm(by: By, actHashes: readonly string[]): Promise<Grant> {
    const person = personOf(by.of, by.person);
    const client = this.client(by.of);
    const { stepUpChallenge } = await client.ask<{
      stepUpChallenge: { challenge?: string; code?: string; message?: string };
    }>(
      `mutation($actHashes: [Sha256!]!, $key: String!, $person: String) {
        stepUpChallenge(actHashes: $actHashes, key: $key, person: $person) {
          ... on StepUpChallenge { challenge } ... on Refused { code message } } }`,
      { actHashes, key: this.key(by.of, by.person).id, person: person.person },
    );
    const { challenge } = stepUpChallenge;
    if (challenge === undefined) throw new StoryFault('STEP_UP', JSON.stringify(stepUpChallenge));
    const passed = await this.answer(client, challenge, person);
    const entries = new Map(passed.entries.map(({ actHash: of, signature }) => [of, signature]));
    return { stepUp: passed.stepUp, entries };
  }

  /**
   * Each code is good once. A code that an earlier run of this person has used up is refused, so
   * the next one is given, while the challenge takes another try.
   */
  private async answer(client: Client, challenge: string, person: Person): Promise<Passed> {
    const code = await this.nextCode(person);
    const { stepUpVerify } = await client.ask<{
      stepUpVerify: Partial<Passed> & { code?: string; triesLeft?: number };
    }>(
      `mutation($challenge: String!, $code: String!) {
        stepUpVerify(challenge: $challenge, code: $code) { ${PASSED} } }`,
      { challenge, code },
    );
    const { stepUp, entries, triesLeft = 0 } = stepUpVerify;
    if (stepUp && entries) return { stepUp, entries };
    if (triesLeft > 0) return this.answer(client, challenge, person);
    throw new StoryFault(stepUpVerify.code ?? 'STEP_UP', JSON.stringify(stepUpVerify));
  }

  /** Codes are taken step by step, at most one step ahead of now. */
  private async nextCode(person: Person): Promise<string> {
    const now = Math.floor(Date.now() / STEP_MS);
    const step = Math.max((this.steps.get(person.person) ?? 0) + 1, now - 1);
    this.steps.set(person.person, step);
    const wait = (step - 1) * STEP_MS - Date.now();
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
    return codeAt(person.totpSecret, step * STEP_MS);
  }
}

type Passed = {
  readonly stepUp: { readonly method: string; readonly at: string };
  readonly entries: readonly { readonly actHash: string; readonly signature: Entry }[];
};

function nameOf(by: By): string {
  return `${by.of.slug}.${by.person}`;
}

/** `receivable.confirm` is the mutation `receivableConfirm`. */
export function mutationOf(kind: string): string {
  const [noun = '', verb = ''] = kind.split('.');
  return noun + verb.slice(0, 1).toUpperCase() + verb.slice(1);
}

/** Runs `work` over all items, at most `width` at a time, and keeps their order. */
export async function mapSide<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as T, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}
