import type { Engagement } from '../../domain/engagement/index.ts';
import type { Handler } from '../handler.ts';
import { HANDLERS } from './index.ts';

type Gate = Handler<'gate.pass', { readonly engagement: Pick<Engagement, 'kind'> | undefined }>;

test.each([
  ['abs', 'E2'],
  ['bond', 'E0'],
  ['equity', 'E0'],
  ['esop', 'E0'],
  ['package', 'E0'],
] as const)('a gate of an engagement of kind %s is endorsed as %s', (kind, endorsed) => {
  const gate = HANDLERS['gate.pass'] as unknown as Gate;
  expect(gate.endorsed?.({ engagement: { kind } })).toBe(endorsed);
});
