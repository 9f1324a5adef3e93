import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeCall } from './probe.ts';

/** One transaction: its calls, or more said about it. */
export type CaseTransaction =
  | readonly ProbeCall[]
  | {
      readonly calls?: readonly ProbeCall[];
      readonly function?: string;
      readonly args?: readonly string[];
      readonly as?: string;
      readonly to?: readonly string[];
      readonly transient?: Readonly<Record<string, string>>;
      /** So many transactions of this kind, each of its own. */
      readonly times?: number;
    };

export type CaseStep =
  | { readonly endorse: string; readonly tx: CaseTransaction }
  | { readonly block: readonly string[] }
  | { readonly ask: CaseTransaction };

export type ConformanceCase = {
  readonly id: string;
  readonly title: string;
  readonly on: readonly string[];
  /** Each transaction in a block of its own; all must be valid. */
  readonly setup?: readonly CaseTransaction[];
  /** All endorsed, then ordered into one block. Short for `steps`. */
  readonly block?: readonly CaseTransaction[];
  readonly steps?: readonly CaseStep[];
  /** On a back end with a limit of 50 rows a query and two seconds a call. */
  readonly lowered?: boolean;
  /** The block's transactions may come in any order. */
  readonly anyOrder?: boolean;
  readonly expect: {
    /** A code for each transaction, or `[count, code]`. */
    readonly codes?: readonly (number | readonly [number, number])[];
    /** Non-empty answers of each endorsement and query in order; a text `~x` need only contain x. */
    readonly answers?: readonly (readonly string[])[];
    /** Texts of the transactions that were refused, in order; `~x` as above. */
    readonly refused?: readonly string[];
    readonly state?: Readonly<Record<string, string>>;
    /** Events of valid transactions, as `name:payload`, in order. */
    readonly events?: readonly string[];
    /** Reads of the endorsed transactions: `key@block.index`, blocks counted from the first one. */
    readonly reads?: readonly (readonly string[])[];
    /** Blocks made by the steps. */
    readonly blocks?: number;
  };
};

export type TargetTransaction = {
  readonly function: string;
  readonly args: readonly string[];
  readonly as?: string;
  readonly to?: readonly string[];
  readonly transient: Readonly<Record<string, string>>;
};

export type Endorsement =
  | { readonly kind: 'endorsed'; readonly answer: string; readonly reads: readonly string[] }
  | { readonly kind: 'refused'; readonly text: string };

/** A back end under test. */
export interface Target {
  readonly name: string;
  endorse(name: string, transaction: TargetTransaction): Promise<Endorsement>;
  /** One block of these endorsed transactions in this order; their codes. */
  block(names: readonly string[], anyOrder?: boolean): Promise<readonly number[]>;
  ask(transaction: TargetTransaction): Promise<Endorsement>;
  /** Events of the valid transactions since the case began. */
  events(): Promise<readonly string[]>;
  blocks(): Promise<number>;
}

/** Runs a case and returns what it expected beside what came; equal when the target conforms. */
export async function runCase(
  target: Target,
  one: ConformanceCase,
): Promise<{ expected: ConformanceCase['expect']; found: ConformanceCase['expect'] }> {
  await setUp(target, one);
  const before = await target.blocks();
  const found = { codes: [] as number[], answers: [] as string[][], refused: [] as string[] };
  const reads: string[][] = [];
  const took = (endorsement: Endorsement): void => {
    if (endorsement.kind === 'refused') found.refused.push(endorsement.text);
    else {
      found.answers.push(answersOf(endorsement.answer));
      reads.push([...endorsement.reads]);
    }
  };
  for (const step of one.steps ?? stepsOf(one.block ?? [])) {
    if ('endorse' in step) took(await target.endorse(step.endorse, plain(step.tx)));
    else if ('ask' in step) took(await target.ask(plain(step.ask)));
    else found.codes.push(...(await target.block(step.block, one.anyOrder)));
  }
  const all = {
    ...found,
    reads,
    blocks: (await target.blocks()) - before,
    events: await target.events(),
    state: await stateOf(target, one.expect.state ?? {}),
  };
  const codes = one.expect.codes?.flatMap(code =>
    typeof code === 'number' ? [code] : Array.from({ length: code[0] }, () => code[1]),
  );
  const expected = { ...one.expect, ...(codes ? { codes } : {}) };
  return { expected, found: matching(expected, all) };
}

async function setUp(target: Target, one: ConformanceCase): Promise<void> {
  for (const [at, transaction] of (one.setup ?? []).entries()) {
    const name = `setup${String(at)}`;
    const endorsed = await target.endorse(name, plain(transaction));
    const codes = endorsed.kind === 'endorsed' ? await target.block([name]) : [];
    if (codes[0] === 0) continue;
    throw new Error(`${one.id}: ${name} ${JSON.stringify(endorsed)} ${codes.join(' ')}`);
  }
}

function plain(transaction: CaseTransaction): TargetTransaction {
  const { calls, ...rest } = 'length' in transaction ? { calls: transaction } : transaction;
  const given = rest as Partial<TargetTransaction>;
  return {
    function: given.function ?? 'run',
    args: given.args ?? [JSON.stringify(calls ?? [])],
    transient: given.transient ?? {},
    ...(given.as ? { as: given.as } : {}),
    ...(given.to ? { to: given.to } : {}),
  };
}

function stepsOf(given: readonly CaseTransaction[]): CaseStep[] {
  const block = given.flatMap(tx =>
    Array.from({ length: 'length' in tx ? 1 : (tx.times ?? 1) }, () => tx),
  );
  const names = block.map((_, at) => String(at));
  const steps: CaseStep[] = block.map((tx, at) => ({ endorse: String(at), tx }));
  return block.length === 0 ? [] : [...steps, { block: names }];
}

function answersOf(text: string): string[] {
  try {
    return JSON.parse(text) as string[];
  } catch {
    return [text];
  }
}

async function stateOf(
  target: Target,
  keys: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of Object.keys(keys)) {
    const answer = await target.ask(plain([['get', key]]));
    found[key] = answer.kind === 'endorsed' ? (answersOf(answer.answer)[0] ?? '') : answer.text;
  }
  return found;
}

/** Only what the case speaks of; a text that is contained becomes the expectation itself. */
function matching(expect: ConformanceCase['expect'], found: object): ConformanceCase['expect'] {
  const entries = Object.entries(found).filter(([name]) => name in expect);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, alike(expect[name as keyof typeof expect], value)]),
  );
}

function alike(expected: unknown, found: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(found)) {
    return found.map((one, at) => alike(expected[at], one));
  }
  if (typeof expected === 'string' && expected.startsWith('~') && typeof found === 'string') {
    return found.includes(expected.slice(1)) ? expected : found;
  }
  return found;
}

const FOLDER = join(import.meta.dirname, 'cases');

/** All cases that are written for a back end. */
export function casesOn(target: string): ConformanceCase[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.json'))
    .sort()
    .flatMap(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as ConformanceCase[])
    .filter(one => one.on.includes(target));
}
