import fc from 'fast-check';
import { compareUtf8, decodeReadWriteSet, encodeReadWriteSet } from './read-write-set.ts';

test('keys are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [left, right] = [a.toWellFormed(), b.toWellFormed()];
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareUtf8(left, right))).toBe(bytes);
    }),
    {
      numRuns: 2000,
      seed: 42,
      examples: [
        ['\u{ff5e}', '\u{1f600}'],
        ['', 'a'],
        ['a', 'ab'],
      ],
    },
  );
});

test('a set survives Fabric’s bytes', () => {
  const version = { block: 4_294_967_296, index: 3 };
  const value = new Uint8Array([1, 2, 3]);
  const keyHash = 'ab'.repeat(32);
  const entries = [{ name: 'VALIDATION_PARAMETER', value }];
  const set = [
    {
      namespace: 'tally',
      reads: [
        { key: 'a', version },
        { key: '\u0000type\u0000ä\u0000', version: null },
      ],
      ranges: [{ start: 'a', end: 'c', exhausted: true, reads: [{ key: 'b', version }] }],
      writes: [
        { key: 'a', isDelete: false, value },
        { key: 'z', isDelete: true, value: new Uint8Array(0) },
      ],
      metadataWrites: [{ key: 'a', entries }],
      collections: [
        {
          collection: 'hidden',
          reads: [{ key: keyHash, version: { block: 0, index: 0 } }],
          writes: [{ key: keyHash, isDelete: false, isPurge: false, value }],
          metadataWrites: [{ key: keyHash, entries }],
          privateHash: value,
        },
      ],
    },
  ];
  expect(decodeReadWriteSet(encodeReadWriteSet(set))).toEqual(set);
});
