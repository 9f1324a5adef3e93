import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Fields with fields of their own that one document asks for; more would be too broad. */
const CHUNK = 3;

/**
 * Selections that together show everything of a type and one level below, each small enough for the
 * limits of one document. Of a list they show the rows.
 */
export function selectionsOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] {
  if (isLeafType(type)) return [''];
  if (isInterfaceType(type) || isUnionType(type)) return [inner(schema, type, 1)];
  const rows = isObjectType(type) ? type.getFields()['edges'] : undefined;
  const node = rows ? nodeOf(rows) : null;
  if (node) {
    const page = 'pageInfo { hasNextPage }';
    return chunksOf(schema, node).map(text => `{ ${page} edges { cursor node ${text} } }`);
  }
  return chunksOf(schema, type);
}

function nodeOf(edges: GraphQLField<unknown, unknown>): GraphQLNamedType | null {
  const edge = getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields()['node'] : undefined;
  return node ? getNamedType(node.type) : null;
}

function chunksOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] {
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const free = fields.filter(field => !field.args.some(isRequiredArgument));
  const leaves = free.filter(field => isLeafType(getNamedType(field.type)));
  const others = free.filter(field => !isLeafType(getNamedType(field.type)));
  const chunks = [`{ __typename ${leaves.map(({ name }) => name).join(' ')} }`];
  for (let at = 0; at < others.length; at += CHUNK) {
    const part = others.slice(at, at + CHUNK).map(field => fieldText(schema, field, 1));
    chunks.push(`{ __typename ${part.join(' ')} }`);
  }
  return chunks;
}

function inner(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (isLeafType(type)) return '';
  if (isInterfaceType(type)) return '{ __typename id }';
  if (isUnionType(type)) {
    const members = schema.getPossibleTypes(type).map(member => {
      const names = depth > 0 ? fieldsOf(schema, member, 0) : '';
      return `... on ${member.name} { __typename ${aliased(names, member.name)} }`;
    });
    return `{ __typename ${members.join(' ')} }`;
  }
  return `{ __typename ${fieldsOf(schema, type, depth)} }`;
}

/** Members of a union may have one name with two types: only the common scalars stay. */
function aliased(names: string, type: string): string {
  return names
    .split(' ')
    .filter(name => ['objectId', 'id', 'kind', 'code', 'number', 'name'].includes(name))
    .filter(name => type !== 'Act' || name !== 'objectId')
    .join(' ');
}

function fieldsOf(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type)) return '';
  return Object.values(type.getFields())
    .filter(field => !field.args.some(isRequiredArgument))
    .map(field => fieldText(schema, field, depth))
    .filter(text => text !== '')
    .join(' ');
}

function fieldText(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  const isPath = ['edges', 'node', 'pageInfo', 'aggregate'].includes(field.name);
  if (depth === 0 && !isPath) return '';
  return `${field.name} ${inner(schema, type, isPath ? depth : depth - 1)}`;
}

/** Values for the arguments of a field that aim at one object. */
export function argumentsOf(field: GraphQLField<unknown, unknown>, id: string): string {
  const values: Readonly<Record<string, string>> = {
    id: JSON.stringify(id),
    ids: JSON.stringify([id]),
    object: JSON.stringify(id),
    subject: JSON.stringify(id),
    load: JSON.stringify(id),
    receivables: JSON.stringify([id]),
    text: JSON.stringify(id),
    first: '1',
    number: '1',
    txId: JSON.stringify(id),
    actId: JSON.stringify(id),
    businessDate: '"2026-03-02"',
    body: '{}',
    signatures: '[]',
    actHashes: `["${'a'.repeat(64)}"]`,
    key: JSON.stringify(id),
    challenge: JSON.stringify(id),
    code: '"000000"',
    name: '"x.csv"',
    bytes: '1',
    sha256: `"${'a'.repeat(64)}"`,
    token: JSON.stringify(id),
    kind: '"invoice"',
    type: '"order"',
    choice: 'keep',
    status: 'paused',
    settings: '{}',
    word: 'AB',
    reason: '"x"',
    attestation: JSON.stringify(id),
    role: '"supplier"',
    product: '"confirmedReceivable"',
    party: JSON.stringify(id),
    purpose: 'financing',
    find: JSON.stringify(id),
  };
  const needed = field.args.filter(
    argument => isRequiredArgument(argument) || argument.name === 'first',
  );
  const given = needed.map(({ name }) => `${name}: ${values[name] ?? JSON.stringify(id)}`);
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}
