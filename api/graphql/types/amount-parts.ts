import type { Entities } from '../../../domain/event/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';

type AmountParts = {
  readonly face: MoneyWire;
  readonly parts: Entities['receivable']['parts'];
};

const PARTS = [
  'free',
  'reserved',
  'pledged',
  'sold',
  'pooled',
  'paid',
  'diluted',
  'writtenOff',
] as const;

export const AmountPartsType = builder.objectRef<AmountParts>('AmountParts').implement({
  description:
    'face = free + reserved + pledged + sold + pooled + paid + diluted + writtenOff (INV-R3).',
  fields: t => {
    const part = (name: (typeof PARTS)[number]) =>
      t.field({
        type: 'Money',
        resolve: ({ face, parts }) => ({ minor: parts[name], currency: face.currency }),
      });
    return {
      face: t.expose('face', { type: 'Money' }),
      free: part('free'),
      reserved: part('reserved'),
      pledged: part('pledged'),
      sold: part('sold'),
      pooled: part('pooled'),
      paid: part('paid'),
      diluted: part('diluted'),
      writtenOff: part('writtenOff'),
      adds: t.boolean({
        description: 'False must be shown as an alarm in place of the bar.',
        resolve: ({ face, parts }) =>
          PARTS.reduce((sum, name) => sum + BigInt(parts[name]), 0n) === BigInt(face.minor),
      }),
    };
  },
});
