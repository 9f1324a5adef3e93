import { CanonicalReader } from './reader.ts';

const AT = { line: 1, column: 1 };

test('a field that was spoken of, or a part of it, is not said to be missing as well', () => {
  const reader = new CanonicalReader();
  reader.missing('seller.name', AT);
  for (const path of ['seller', 'seller.name', 'buyer', 'sell']) reader.missing(path, AT);
  expect(reader.findings.map(({ path }) => path)).toEqual(['seller.name', 'buyer', 'sell']);
});

test('each finding is looked at once, however many fields are missing', () => {
  const reader = new CanonicalReader();
  const lines = 2_000;
  let looks = 0;
  for (let line = 0; line < lines; line += 1) {
    const path = `lines[${line}].net`;
    reader.missing(path, AT);
    const last = reader.findings.length - 1;
    const counted = Object.defineProperty({ ...reader.findings[last] }, 'path', {
      get: () => {
        looks += 1;
        return path;
      },
    });
    reader.findings[last] = counted as (typeof reader.findings)[number];
  }
  expect(reader.findings).toHaveLength(lines);
  expect(looks).toBeLessThanOrEqual(lines);
});
