import { readFileSync } from 'node:fs';
import { ACT_KINDS } from '../../domain/act/index.ts';
import { ROLES } from '../../domain/party/index.ts';

const read = (name: string): Record<string, Record<string, unknown>> =>
  JSON.parse(
    readFileSync(new URL(`../template/kinds/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, Record<string, unknown>>;

const shared = read('codes');
const ON_PAPER = /^(receivable|holding|financing|payout|payment|attestation)\./;

test('every role that can sign has a name on paper', () => {
  expect(ROLES.filter(role => !(role in (shared['role'] ?? {})))).toEqual([]);
});

test('every act about claims, holdings, financings and payments has a name on paper', () => {
  const acts = Object.keys(ACT_KINDS).filter(kind => ON_PAPER.test(kind));
  expect(acts.length).toBeGreaterThan(10);
  expect(acts.filter(kind => !(kind in (shared['actKind'] ?? {})))).toEqual([]);
});
