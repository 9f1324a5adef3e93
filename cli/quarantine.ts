import { Door, DoorClosed, readAccount } from './client.ts';

export type QuarantineOptions = { readonly json?: boolean; readonly account?: string };

const HELD = `objectId load kind state attempts rules reason owner
  corrections { field before after reason by sensitive approvedBy }
  findings { rule severity title where remedy }`;
const REFUSED = '... on Refused { code message remedy }';
const CHANGED = `{ ... on Quarantined { ${HELD} } ${REFUSED} }`;

type Held = {
  readonly objectId: string;
  readonly load: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly rules: readonly string[];
  readonly corrections: readonly Correction[];
  readonly findings: readonly {
    readonly rule: string;
    readonly title: string;
    readonly where: string;
    readonly remedy: string;
  }[];
};
type Correction = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string;
  readonly reason: string;
  readonly by: string;
  readonly sensitive: boolean;
  readonly approvedBy: string | null;
};
type Refused = { readonly code: string; readonly message: string; readonly remedy: string };
type Replayed = Readonly<
  Record<'received' | 'written' | 'unchanged' | 'conflict' | 'quarantined', number>
> & { readonly state: string };

/** What one command asks, with what its words stand for, in order. */
type Command = { readonly words: readonly string[]; readonly query: string };

const COMMANDS: Readonly<Record<string, Command>> = {
  list: {
    words: [],
    query: `query($state: String) { result: quarantine(first: 100, state: $state) {
      edges { node { ${HELD} } } } }`,
  },
  edit: {
    words: ['id', 'field', 'value', 'reason'],
    query: `mutation($id: ID!, $field: String!, $value: String!, $reason: String!) {
      result: editQuarantined(id: $id, field: $field, value: $value, reason: $reason) ${CHANGED} }`,
  },
  'edit-alike': {
    words: ['id', 'field', 'value', 'reason'],
    query: `mutation($id: ID!, $field: String!, $value: String!, $reason: String!) {
      result: editQuarantined(id: $id, field: $field, value: $value, reason: $reason,
        alike: true) ${CHANGED} }`,
  },
  approve: {
    words: ['id'],
    query: `mutation($id: ID!) { result: approveQuarantined(id: $id) ${CHANGED} }`,
  },
  drop: {
    words: ['id', 'reason'],
    query: `mutation($id: ID!, $reason: String!) {
      result: dropQuarantined(id: $id, reason: $reason) ${CHANGED} }`,
  },
  resolve: {
    words: ['id', 'choice', 'reason'],
    query: `mutation($id: ID!, $choice: ConflictChoice!, $reason: String!) {
      result: resolveConflict(id: $id, choice: $choice, reason: $reason) ${CHANGED} }`,
  },
  replay: {
    words: ['load'],
    query: `mutation($load: ID!) { result: replayLoad(load: $load) {
      ... on Load { state received written unchanged conflict quarantined } ${REFUSED} } }`,
  },
};

/** How each command is written. */
export const QUARANTINE_USAGE = Object.entries(COMMANDS)
  .map(([name, { words }]) => [name, ...words.map(w => `<${w}>`)].join(' '))
  .join(', ');

/**
 * Lists what was held back, or corrects, approves, replays, drops and decides it. Exits 0 when done,
 * 1 when refused, 2 for a command that is not one, 4 or 6 when the door stayed closed.
 */
export async function quarantine(
  root: string,
  [name = 'list', ...words]: readonly string[],
  options: QuarantineOptions,
): Promise<number> {
  const command = COMMANDS[name];
  if (command?.words.length !== words.length) {
    console.error(`one of: ${QUARANTINE_USAGE}`);
    return 2;
  }
  const variables = Object.fromEntries(command.words.map((word, at) => [word, words[at]]));
  try {
    const door = new Door(readAccount(root, options.account));
    await door.signIn();
    const { result } = (await door.ask(command.query, variables)) as { result: Answer };
    console.log(options.json ? JSON.stringify(result) : linesOf(result));
    return 'code' in result ? 1 : 0;
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

type Answer = Held | Replayed | Refused | { readonly edges: readonly { readonly node: Held }[] };

function linesOf(answer: Answer): string {
  if ('code' in answer) return `refused ${answer.code}: ${answer.message} ${answer.remedy}`;
  if ('edges' in answer) return answer.edges.map(({ node }) => heldLines(node)).join('\n');
  if ('objectId' in answer) return heldLines(answer);
  const { state, received, written, unchanged, conflict, quarantined } = answer;
  return `${state}: ${received} received = ${written} written + ${unchanged} unchanged + ${conflict} conflict + ${quarantined} quarantined`;
}

function heldLines(held: Held): string {
  const head = `${held.objectId} ${held.kind} ${held.state}, attempt ${held.attempts}, load ${held.load}: ${held.rules.join(' ')}`;
  const findings = held.findings.map(f => `    ${f.rule} ${f.where}: ${f.title} ${f.remedy}`);
  const corrections = held.corrections.map(c => {
    const word = c.sensitive ? ` (approved by ${c.approvedBy ?? 'nobody yet'})` : '';
    return `    ${c.field}: ${c.before ?? '—'} → ${c.after}, ${c.by}: ${c.reason}${word}`;
  });
  return [head, ...findings, ...corrections].join('\n');
}
