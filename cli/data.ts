import { Door, DoorClosed, readAccount } from './client.ts';

export type DataOptions = { readonly json?: boolean; readonly account?: string };

type Command = { readonly words: readonly string[]; readonly query: string };
type Party = { readonly objectId: string; readonly name: string | null };
type Row = Readonly<Record<string, unknown>>;

const PARTY = '{ objectId name }';

const COMMANDS: Readonly<Record<string, Command>> = {
  consents: {
    words: [],
    query: `query { result: consents { party ${PARTY} to ${PARTY} purpose dataClasses from until
      withdrawnOn stands } }`,
  },
  use: {
    words: [],
    query: `query { result: dataUse(first: 100) { edges { node { at reader ${PARTY} action purpose
      outcome documents fields } } } }`,
  },
  subjects: {
    words: ['find'],
    query: `query($find: String!) { result: dataSubjects(find: $find) { objectId state documents held
      heldUntil } }`,
  },
  erase: {
    words: ['id', 'reason'],
    query: `mutation($id: ID!, $reason: String!) { result: eraseSubject(id: $id, reason: $reason) {
      ... on DataSubject { objectId state documents held heldUntil request receipt }
      ... on Refused { code message remedy } } }`,
  },
  lineage: {
    words: ['document'],
    query: `query($document: ID) { result: lineage(first: 100, document: $document) { edges { node {
      at eventType job run event } } } }`,
  },
  read: {
    words: ['party', 'purpose'],
    query: `query($party: ID!, $purpose: Purpose!) {
      result: sharedDocuments(party: $party, purpose: $purpose, first: 100) {
        ... on SharedDocuments { consent documents { edges { node { objectId kind issuedOn document } } } }
        ... on Refused { code message remedy } } }`,
  },
};

/** How each command is written. */
export const DATA_USAGE = Object.entries(COMMANDS)
  .map(([name, { words }]) => [name, ...words.map(w => `<${w}>`)].join(' '))
  .join(', ');

/**
 * Lists consents, who read the party's files and where a document came from, or reads what another
 * party shares for a purpose.
 * Exits 0 when done, 1 when refused, 2 for a command that is not one, 4 or 6 when the door stayed
 * closed.
 */
export async function data(
  root: string,
  [name = 'use', ...words]: readonly string[],
  options: DataOptions,
): Promise<number> {
  const command = COMMANDS[name];
  if (command?.words.length !== words.length) {
    console.error(`one of: ${DATA_USAGE}`);
    return 2;
  }
  try {
    const door = new Door(readAccount(root, options.account));
    await door.signIn();
    const variables = Object.fromEntries(command.words.map((word, at) => [word, words[at]]));
    const { result } = (await door.ask(command.query, variables)) as { result: Row };
    const rows = rowsOf(result);
    console.log(options.json ? JSON.stringify(result) : rows.map(lineOf).join('\n'));
    return 'code' in result ? 1 : 0;
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

type Listed = { readonly edges: readonly { readonly node: Row }[] };

function rowsOf(result: Row): readonly Row[] {
  if (Array.isArray(result)) return result as readonly Row[];
  const list = (result['documents'] ?? result) as Partial<Listed>;
  return list.edges?.map(({ node }) => node) ?? [result];
}

function lineOf(row: Row): string {
  return Object.values(row).map(shown).join('  ');
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  const party = value as Partial<Party> | null;
  return party?.objectId ? (party.name ?? party.objectId) : JSON.stringify(value);
}
