import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import { GraphQLError } from 'graphql';
import type { MoneyWire } from '../../domain/money/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Context } from './context.ts';

type SchemaTypes = {
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Money: { Input: MoneyWire; Output: MoneyWire };
    Ppm: { Input: number; Output: number };
    BusinessDate: { Input: string; Output: string };
    Instant: { Input: string; Output: string };
    ActId: { Input: string; Output: string };
    Sha256: { Input: string; Output: string };
    Cursor: { Input: string; Output: string };
    JSON: { Input: Wire; Output: unknown };
  };
};

export const COMPLEXITY_MAX = 3_000;
export const BREADTH_MAX = 100;
export const DEPTH_MAX = 10;

/** The code-first schema; every file under `types/` adds to it. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 10,
    limit: { complexity: COMPLEXITY_MAX, breadth: BREADTH_MAX, depth: DEPTH_MAX },
    complexityError: () =>
      new GraphQLError('The query asks for too much at once.', {
        extensions: { code: 'COMPLEXITY_EXCEEDED' },
      }),
  },
});

builder.queryType({});
builder.mutationType({});
