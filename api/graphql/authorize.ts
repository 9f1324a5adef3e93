import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { PartyKind } from '../../domain/party/index.ts';
import { canonical, isList, isObject, parseWire } from '../../domain/wire/index.ts';
import { actRule, mayUse, MUTATIONS, QUERIES, type Rule } from '../authorization.ts';
import { actKinds, mutationName } from './act-door.ts';
import { writeAudit } from './act-store.ts';
import type { Context } from './context.ts';
import { OBJECT_RULES } from './object-rules.ts';
import { problemOf, transportError } from './problem.ts';
import type { FreeRefusal } from './services.ts';

type Declared = Rule & { readonly args: readonly string[]; readonly act: string | null };

/**
 * Puts the authorization table in front of every query and mutation. Which objects they find is
 * decided below, by row-level security.
 * @throws Error naming the coordinates that the table lacks or the schema does not have
 */
export function authorizeSchema(schema: GraphQLSchema): GraphQLSchema {
  const faults = undeclared(schema);
  if (faults.length > 0) throw new Error(`authorization table: ${faults.join(', ')}`);
  const rules = rootRules();
  for (const [root, name] of [
    [schema.getQueryType(), 'Query'],
    [schema.getMutationType(), 'Mutation'],
  ] as const) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const rule = rules.get(`${name}.${field.name}`);
      if (rule) guard(field as GraphQLField<unknown, Context>, rule);
    }
  }
  return schema;
}

/** Rules of `Query.x` and `Mutation.x`, acts included. */
export function rootRules(): ReadonlyMap<string, Declared> {
  const rules = new Map<string, Declared>();
  for (const rule of QUERIES) rules.set(`Query.${rule.field}`, { ...rule, act: null });
  for (const rule of MUTATIONS) rules.set(`Mutation.${rule.field}`, { ...rule, act: null });
  for (const kind of actKinds()) {
    rules.set(`Mutation.${mutationName(kind)}`, { ...actRule(kind), act: kind });
  }
  return rules;
}

/** Coordinates of the schema without a rule, and rules without a coordinate. */
export function undeclared(schema: GraphQLSchema): readonly string[] {
  const known = new Set(coordinatesOf(schema));
  const declared = new Set(declaredCoordinates());
  return [
    ...[...known].filter(name => !declared.has(name)).map(name => `${name} is not declared`),
    ...[...declared].filter(name => !known.has(name)).map(name => `${name} does not exist`),
  ];
}

/** `Type.field` and `Type.field(argument)` of every object type. */
export function coordinatesOf(schema: GraphQLSchema): readonly string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  return types.flatMap(type =>
    Object.values(type.getFields()).flatMap(field => [
      `${type.name}.${field.name}`,
      ...field.args.map(argument => `${type.name}.${field.name}(${argument.name})`),
    ]),
  );
}

function declaredCoordinates(): readonly string[] {
  const roots = [...rootRules()].flatMap(([name, { args }]) => [
    name,
    ...args.map(argument => `${name}(${argument})`),
  ]);
  const objects = Object.entries(OBJECT_RULES).flatMap(([type, { fields }]) =>
    fields.flatMap(text => {
      const [field = '', inner = ''] = text.split(/[()]/);
      const args = inner.split(' ').filter(argument => argument !== '');
      return [`${type}.${field}`, ...args.map(argument => `${type}.${field}(${argument})`)];
    }),
  );
  return [...roots, ...objects];
}

function guard(field: GraphQLField<unknown, Context>, rule: Declared): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args, context, info) => {
    if (mayUse(rule, await kindsOf(context))) return resolve(source, args, context, info);
    return denied(context, field.name, rule);
  };
}

/** Kinds of the caller's party; from the ledger itself while the read model does not have it yet. */
async function kindsOf({ reading, services, caller }: Context): Promise<readonly PartyKind[]> {
  const own = await reading.entity('party', caller.party);
  if (own) return own.body.kinds;
  const text = canonical({ kind: 'entity', type: 'party', id: caller.party });
  const answer = await services.ledger.evaluate({ text });
  if (answer.kind !== 'answer') return [];
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  const kinds = parsed.ok && isObject(parsed.value) ? parsed.value['kinds'] : null;
  return isList(kinds ?? undefined) ? (kinds as unknown as readonly PartyKind[]) : [];
}

/** An act answers with its union; a query that a party may never ask ends with the code. */
async function denied(context: Context, field: string, rule: Declared): Promise<unknown> {
  const { caller, services, requestId } = context;
  const { subject, party } = caller;
  const person = caller.person ?? subject;
  const facts = { person, role: rule.roles.join('|'), kind: rule.act ?? field };
  const refusal: FreeRefusal = { code: 'ROLE_MISSING', facts };
  await services.database.withTenant({ tenant: party, actor: subject }, sql =>
    writeAudit(sql, {
      tenant: party,
      actor: subject,
      action: rule.act ?? field,
      object: null,
      actId: null,
      outcome: 'denied',
      code: refusal.code,
      requestId,
    }),
  );
  if (rule.act !== null) return { ...problemOf(context, refusal), kind: 'refused', act: null };
  throw transportError('ROLE_MISSING', problemOf(context, refusal).message);
}
