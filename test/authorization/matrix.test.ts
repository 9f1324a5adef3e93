import { getNamedType, type GraphQLField } from 'graphql';
import { mayUse, type Rule } from '../../api/authorization.ts';
import { rootRules, undeclared } from '../../api/graphql/authorize.ts';
import { globalId, NODE_TYPES } from '../../api/graphql/global-id.ts';
import { schema } from '../../api/graphql/schema.ts';
import type { PartyKind } from '../../domain/party/index.ts';
import { CANARY, plantCanaries, plantParty, type Planted } from './canary.ts';
import { startProduct, type Product, type Reply } from './harness.ts';
import { accountsOf, freshId, person } from './persons.ts';
import { argumentsOf, selectionsOf } from './queries.ts';

type Actor = {
  readonly name: string;
  readonly kinds: readonly PartyKind[];
  readonly token: () => Promise<string>;
  /** Refused before anything is read. */
  readonly isNobody?: boolean;
};

/** What sees-all parties may read of others, because the ledger shows it to them. */
const LEDGER_FIELDS = [
  'receivables',
  'receivable',
  'financings',
  'financing',
  'rateCards',
  'limits',
  'exposure',
  'payments',
  'statements',
  'node',
  'nodes',
  'search',
  'tieOut',
  'attestation',
  'creditProfile',
  'proof',
];

/** Codes that would mean that the resolver was not reached, or broke. */
const OURS = [
  'INTERNAL',
  'GRAPHQL_VALIDATION_FAILED',
  'COMPLEXITY_EXCEEDED',
  'QUERY_TOO_LARGE',
  'BAD_INPUT',
];

let product: Product;
let planted: Planted;
let actors: readonly Actor[];
let owner: string;
let cases = 0;

const ACTORS = [
  'enterprise',
  'enterprise service',
  'funder',
  'bank',
  'association',
  'broker',
  'auditor',
  'regulator',
  'applicant',
  'disabled',
  'nobody',
];

beforeAll(async () => {
  // Who asks for all there is, many times, is not to be slowed down here (test/attack/rate.test.ts).
  const wide = { burst: 1_000_000, perMinute: 1_000_000 };
  product = await startProduct({ limits: { member: wide, address: wide } });
  const projector = await product.database.open('tally_projector');
  const tokens: Actor[] = [];
  const enrol = async (name: string, kinds: readonly PartyKind[], planting = true) => {
    const one = person(freshId(), `test-${name}`, ['maker']);
    await product.accounts.save(accountsOf(one));
    if (planting) await plantParty(projector, one.party, kinds);
    tokens.push({ name, kinds, token: () => product.tokenOf(one) });
    return one;
  };
  const enterprise = await enrol('enterprise', ['enterprise']);
  tokens.push({
    name: 'enterprise service',
    kinds: ['enterprise'],
    token: () =>
      product.token({
        sub: `service-${enterprise.login}`,
        org: enterprise.party,
        kind: 'service',
      }),
  });
  for (const kind of ['funder', 'bank', 'association', 'auditor', 'regulator'] as const) {
    await enrol(kind, [kind]);
  }
  await enrol('broker', ['operator']);
  await enrol('applicant', [], false);
  tokens.push({
    name: 'disabled',
    kinds: [],
    isNobody: true,
    token: () => product.token({ sub: 'left-us', org: enterprise.party }),
  });
  tokens.push({ name: 'nobody', kinds: [], isNobody: true, token: () => Promise.resolve('x') });
  const other = await enrol('owner', ['enterprise']);
  owner = other.party;
  planted = await plantCanaries(product.database, owner);
  actors = tokens;
}, 120_000);

afterAll(async () => {
  await product.stop();
});

const roots = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map(
    field => ['query', field] as const,
  ),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map(
    field => ['mutation', field] as const,
  ),
];

/** The owner's object that an argument of this field can name. */
function aimedAt(field: string): string {
  const of: Readonly<Record<string, string>> = {
    act: 'Act',
    actSign: 'Act',
    actWithdraw: 'Act',
    load: 'Load',
    replayLoad: 'Load',
    financing: 'Financing',
    document: 'Document',
    sourceDocument: 'SourceDocument',
    editQuarantined: 'Quarantined',
    approveQuarantined: 'Quarantined',
    dropQuarantined: 'Quarantined',
    resolveConflict: 'Quarantined',
    releaseStatement: 'SourceDocument',
    answerLoad: 'Load',
    answerInvoice: 'SourceDocument',
    checkSource: 'Source',
    compareSource: 'Source',
    runSource: 'Source',
    setSourceStatus: 'Source',
    acceptDrift: 'Source',
  };
  if (field === 'node' || field === 'nodes') return globalId('Load', planted['Load'] ?? '');
  if (['party', 'attestation', 'creditProfile', 'sharedDocuments'].includes(field)) return owner;
  return planted[of[field] ?? 'Receivable'] ?? '';
}

/** Documents that together ask for everything of a field; a mutation is sent once. */
function documentsOf(
  operation: string,
  field: GraphQLField<unknown, unknown>,
  id: string,
): readonly string[] {
  const selections = selectionsOf(schema, getNamedType(field.type));
  const asked = operation === 'mutation' ? selections.slice(0, 1) : selections;
  return asked.map(
    text => `${operation} { field: ${field.name}${argumentsOf(field, id)} ${text} }`,
  );
}

const codesOf = ({ body }: Reply): string[] =>
  (body?.errors ?? []).map((error: { extensions?: { code?: string } }) => error.extensions?.code);

async function ask(actor: Actor, text: string): Promise<Reply> {
  cases += 1;
  return product.ask(await actor.token(), text);
}

function expectDenied(reply: Reply, actor: Actor): void {
  if (actor.isNobody) {
    expect([reply.status, codesOf(reply)]).toEqual([401, ['UNAUTHENTICATED']]);
    return;
  }
  const code = codesOf(reply)[0] ?? reply.body?.data?.field?.code;
  expect(code).toBe('ROLE_MISSING');
}

/** Answers to an own, a foreign and an unknown object, without what differs by request. */
function bare(reply: Reply, id: string): string {
  const { data, errors } = reply.body ?? {};
  return JSON.stringify({ data, errors })
    .replaceAll(id, 'ID')
    .replace(/"requestId":"[^"]+"/g, '"requestId":""')
    .replace(/"(token|url|expiresAt|challenge)":"[^"]+"/g, '"$1":""');
}

async function tryField(
  actor: Actor,
  operation: string,
  field: GraphQLField<unknown, unknown>,
): Promise<void> {
  const rule = rootRules().get(`${operation === 'query' ? 'Query' : 'Mutation'}.${field.name}`);
  const foreign = aimedAt(field.name);
  const unknown = field.name.startsWith('node') ? globalId('Load', freshId()) : freshId();
  const documents = [foreign, unknown].map(id => documentsOf(operation, field, id));
  for (const [at, toForeignText] of (documents[0] ?? []).entries()) {
    const toForeign = await ask(actor, toForeignText);
    const toUnknown = await ask(actor, documents[1]?.[at] ?? '');
    expectRight([toForeign, toUnknown], { actor, field: field.name, rule: rule as Rule });
    if (field.name === 'party' || isShown(actor, field.name)) continue;
    expect(bare(toForeign, foreign)).toBe(bare(toUnknown, unknown));
  }
}

/** The ledger shows its own objects to those who watch the whole channel. */
function isShown(actor: Actor, field: string): boolean {
  return ['broker', 'auditor', 'regulator'].includes(actor.name) && LEDGER_FIELDS.includes(field);
}

function expectRight(
  replies: readonly Reply[],
  of: { readonly actor: Actor; readonly field: string; readonly rule: Rule },
): void {
  const { actor, field, rule } = of;
  const isAllowed = !actor.isNobody && mayUse(rule, actor.kinds);
  for (const reply of replies) {
    if (!isAllowed) expectDenied(reply, actor);
    expect(OURS.filter(code => codesOf(reply).includes(code))).toEqual([]);
    if (!isShown(actor, field)) expect(reply.text).not.toContain(CANARY);
  }
}

describe('authorization', () => {
  test('every coordinate of the schema is declared, and nothing else', () => {
    expect(undeclared(schema)).toEqual([]);
  });

  test.each(ACTORS)(
    '%s gets its own coordinates and nothing of another tenant',
    async name => {
      const actor = actors.find(one => one.name === name);
      if (!actor) throw new Error(`no actor ${name}`);
      for (const [operation, field] of roots) {
        try {
          await tryField(actor, operation, field);
        } catch (error) {
          throw new Error(`${name}: ${operation} ${field.name}`, { cause: error });
        }
      }
    },
    240_000,
  );

  test('the owner itself finds the canary by every kind of object', async () => {
    const actor = actors.find(one => one.name === 'owner');
    if (!actor) throw new Error('no owner');
    const types = NODE_TYPES.filter(type => planted[type] !== undefined);
    for (const type of types) {
      const id = globalId(type, planted[type] ?? '');
      const reply = await ask(actor, `{ node(id: "${id}") { __typename id } }`);
      expect([type, reply.body.data?.node?.__typename]).toEqual([type, type]);
    }
    expect(types.length).toBeGreaterThanOrEqual(7);
    const text = (await ask(actor, '{ loads(first: 5) { edges { node { file } } } }')).text;
    expect(text).toContain(CANARY);
  });

  test('at least 2,000 cases were tried', () => {
    expect(cases).toBeGreaterThanOrEqual(2_000);
  });

  test('no attempt made a fault of ours', () => {
    expect(product.faults).toEqual([]);
  });
});
