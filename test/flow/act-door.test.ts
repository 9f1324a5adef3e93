import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { actMutation } from '../../cli/client.ts';
import { ACT_KINDS } from '../../domain/act/index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const schema = buildSchema(readFileSync(join(ROOT, 'api', 'schema.graphql'), 'utf8'));

test('every kind of act has a mutation that the command line can send', () => {
  const faults = Object.keys(ACT_KINDS).flatMap(kind =>
    validate(schema, parse(actMutation(kind) ?? '')).map(({ message }) => `${kind}: ${message}`),
  );
  expect(faults).toEqual([]);
});

test('a kind that does not exist is found before anything is sent', () => {
  expect(validate(schema, parse(actMutation('claim.forget') ?? ''))).not.toEqual([]);
  expect(actMutation('claim { x }')).toBeNull();
});
