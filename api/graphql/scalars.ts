import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { isBusinessDate, isInstant } from '../../domain/calendar/index.ts';
import { isUuidV7 } from '../../domain/id/index.ts';
import { isCurrency, type MoneyWire } from '../../domain/money/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { builder } from './builder.ts';

const JSON_DEPTH_MAX = 20;
const TEXT_LENGTH_MAX = 65_536;

function badInput(wanted: string): GraphQLError {
  return new GraphQLError(`Wanted ${wanted}.`, { extensions: { code: 'BAD_INPUT' } });
}

/** A scalar that is text of one form, in and out. */
function textScalar(
  name: 'BusinessDate' | 'Instant' | 'ActId' | 'Sha256' | 'Cursor',
  description: string,
  isForm: (text: string) => boolean,
): void {
  builder.scalarType(name, {
    description,
    serialize: value => value,
    parseValue: value => {
      if (typeof value !== 'string' || !isForm(value)) throw badInput(description);
      return value;
    },
  });
}

textScalar('BusinessDate', 'A day without zone: 2026-03-31.', isBusinessDate);
textScalar('Instant', 'A UTC moment with milliseconds: 2026-03-31T14:05:09.000Z.', isInstant);
textScalar('ActId', 'UUID of version 7, made by the client.', isUuidV7);
textScalar('Sha256', 'SHA-256 as 64 lower-case hexadecimal digits.', text =>
  /^[0-9a-f]{64}$/.test(text),
);
textScalar(
  'Cursor',
  'An opaque place in one list, for one caller; any other use is BAD_CURSOR.',
  text => text.length <= 1_000,
);

builder.scalarType('Ppm', {
  description: 'Whole parts per million.',
  serialize: value => value,
  parseValue: value => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw badInput('an integer');
    return value;
  },
});

builder.scalarType('Money', {
  description:
    'Minor units with their currency: {"minor": "123450", "currency": "CNY"}. Never a float.',
  serialize: value => value,
  parseValue: value => {
    const { minor, currency } = (value ?? {}) as Partial<MoneyWire>;
    const isAmount = typeof minor === 'string' && /^(0|-?[1-9]\d{0,29})$/.test(minor);
    if (!isAmount || typeof currency !== 'string' || !isCurrency(currency)) {
      throw badInput('{minor, currency}');
    }
    return { minor, currency };
  },
});

builder.scalarType('JSON', {
  description: 'JSON whose numbers are safe integers (amounts are text).',
  serialize: value => value,
  parseValue: value => wireOf(value, 0),
  parseLiteral: (node, variables) => wireOf(literalOf(node, variables ?? {}), 0),
});

/** A JSON value as `domain/wire` knows it; deeper, longer or other values are BAD_INPUT. */
function wireOf(value: unknown, depth: number): Wire {
  if (depth > JSON_DEPTH_MAX) throw badInput(`at most ${JSON_DEPTH_MAX} levels`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return integerOf(value);
  if (Array.isArray(value)) return value.map(item => wireOf(item, depth + 1));
  if (typeof value !== 'object') throw badInput('JSON');
  const members = Object.entries(value).map(([name, member]) => {
    if (name === '__proto__') throw badInput('plain names');
    return [name, wireOf(member, depth + 1)] as const;
  });
  return Object.fromEntries(members);
}

function textOf(value: string): string {
  if (value.length > TEXT_LENGTH_MAX) throw badInput('text of at most 64 KB');
  if (!value.isWellFormed()) throw badInput('well-formed text');
  return value;
}

function integerOf(value: number): number {
  if (!Number.isSafeInteger(value)) throw badInput('integers; amounts are text');
  return value;
}

function literalOf(node: ValueNode, variables: Record<string, unknown>): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map(item => literalOf(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, literalOf(value, variables)]),
      );
    default:
      return node.value;
  }
}
