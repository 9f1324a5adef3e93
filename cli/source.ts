import { Door, DoorClosed, readAccount } from './client.ts';

export type SourceOptions = { readonly json?: boolean; readonly account?: string };

const SOURCE = `objectId preset name status failures waitsUntil lastRunAt fault
  streams { name cursor state records written } drifts { stream change field was found state }
  differences { kind month theirs theirsMinor ours oursMinor }`;
const RESULT = `{ ... on Source { ${SOURCE} } ... on Refused { code message remedy } }`;

type Source = {
  readonly objectId: string;
  readonly preset: string;
  readonly name: string;
  readonly status: string;
  readonly waitsUntil: string | null;
  readonly fault: string | null;
  readonly streams: readonly {
    readonly name: string;
    readonly cursor: string | null;
    readonly state: string;
    readonly records: number;
    readonly written: number;
  }[];
  readonly drifts: readonly {
    readonly stream: string;
    readonly change: string;
    readonly field: string;
    readonly was: string | null;
    readonly found: string | null;
    readonly state: string;
  }[];
  readonly differences: readonly {
    readonly kind: string;
    readonly month: string;
    readonly theirs: number;
    readonly theirsMinor: string;
    readonly ours: number;
    readonly oursMinor: string;
  }[];
};
type Refused = { readonly code: string; readonly message: string; readonly remedy: string };

type Command = { readonly words: readonly string[]; readonly query: string };

const COMMANDS: Readonly<Record<string, Command>> = {
  list: { words: [], query: `query { result: sources { ${SOURCE} } }` },
  add: {
    words: ['preset', 'name', 'settings', 'credential'],
    query: `mutation($preset: String!, $name: String!, $settings: JSON!, $credential: String!) {
      result: createSource(preset: $preset, name: $name, settings: $settings,
        credential: $credential) ${RESULT} }`,
  },
  check: { words: ['id'], query: `mutation($id: ID!) { result: checkSource(id: $id) ${RESULT} }` },
  compare: {
    words: ['id'],
    query: `mutation($id: ID!) { result: compareSource(id: $id) ${RESULT} }`,
  },
  run: { words: ['id'], query: `mutation($id: ID!) { result: runSource(id: $id) ${RESULT} }` },
  backfill: {
    words: ['id', 'since'],
    query: `mutation($id: ID!, $since: Instant) {
      result: runSource(id: $id, since: $since) ${RESULT} }`,
  },
  pause: {
    words: ['id'],
    query: `mutation($id: ID!) { result: setSourceStatus(id: $id, status: paused) ${RESULT} }`,
  },
  resume: {
    words: ['id'],
    query: `mutation($id: ID!) { result: setSourceStatus(id: $id, status: active) ${RESULT} }`,
  },
  accept: {
    words: ['source', 'stream'],
    query: `mutation($source: ID!, $stream: String!) {
      result: acceptDrift(source: $source, stream: $stream) ${RESULT} }`,
  },
};

/** How each command is written; `settings` is JSON, the credential `-` is read from standard input. */
export const SOURCE_USAGE = Object.entries(COMMANDS)
  .map(([name, { words }]) => [name, ...words.map(w => `<${w}>`)].join(' '))
  .join(', ');

/**
 * Adds, checks, runs and stops the systems that are asked for documents. Exits 0 when done, 1 when
 * refused, 2 for a command that is not one, 4 or 6 when the door stayed closed.
 */
export async function source(
  root: string,
  [name = 'list', ...words]: readonly string[],
  options: SourceOptions,
): Promise<number> {
  const command = COMMANDS[name];
  if (command?.words.length !== words.length) {
    console.error(`one of: ${SOURCE_USAGE}`);
    return 2;
  }
  try {
    const door = new Door(readAccount(root, options.account));
    const variables = await variablesOf(command, words);
    await door.signIn();
    const { result } = (await door.ask(command.query, variables)) as { result: Answer };
    console.log(options.json ? JSON.stringify(result) : linesOf(result));
    return 'code' in result ? 1 : 0;
  } catch (error) {
    if (!(error instanceof DoorClosed) && !(error instanceof SyntaxError)) throw error;
    console.error(error.message);
    return error instanceof DoorClosed ? error.exit : 2;
  }
}

async function variablesOf(
  command: Command,
  words: readonly string[],
): Promise<Record<string, unknown>> {
  const given = command.words.map((word, at): [string, unknown] => [word, words[at]]);
  const variables = Object.fromEntries(given);
  const { settings, credential } = variables;
  if (typeof settings === 'string') variables['settings'] = JSON.parse(settings) as unknown;
  if (credential === '-') variables['credential'] = await readInput();
  return variables;
}

type Answer = Source | Refused | readonly Source[];

async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8').trim();
}

function linesOf(answer: Answer): string {
  if ('code' in answer) return `refused ${answer.code}: ${answer.message} ${answer.remedy}`;
  return 'objectId' in answer ? sourceLines(answer) : answer.map(sourceLines).join('\n');
}

function sourceLines(one: Source): string {
  const waits = one.waitsUntil === null ? '' : `, waits until ${one.waitsUntil}`;
  const head = `${one.objectId} ${one.name} (${one.preset}) ${one.status}${waits}`;
  const streams = one.streams.map(
    s =>
      `    ${s.name} ${s.state}: ${s.records} records, ${s.written} written, up to ${s.cursor ?? '—'}`,
  );
  const drifts = one.drifts.map(
    d =>
      `    drift ${d.state}: ${d.stream} ${d.field} ${d.change}, ${d.was ?? '—'} → ${d.found ?? '—'}`,
  );
  const differences = one.differences.map(
    d =>
      `    REC-01 ${d.kind} ${d.month}: there ${d.theirs} (${d.theirsMinor}), here ${d.ours} (${d.oursMinor})`,
  );
  const fault = one.fault === null ? [] : [`    ${one.fault}`];
  return [head, ...fault, ...streams, ...drifts, ...differences].join('\n');
}
