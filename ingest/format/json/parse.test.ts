import { readJson, rulesOfJson } from '../../../test/fixture/reading.ts';
import { LIMITS } from '../../limits.ts';

describe('JSON', () => {
  const text = (amount: string): string =>
    `{"doctype":"Sales Invoice","name":"1","posting_date":"2026-03-01","customer":"C","company":"S","currency":"EUR","grand_total":${amount},"items":[]}`;

  test.each([
    ['9007199254740993', 900_719_925_474_099_300n],
    ['-0', 0n],
    ['0.10', 10n],
    ['"1,234.50"', 123_450n],
  ])('%s is exact', (amount, minor) => {
    expect(readJson(text(amount)).records[0]?.document).toMatchObject({
      totals: { payable: { minor } },
    });
  });

  test.each([
    ['1E400', ['NUM-01', 'MAP-01']],
    ['1.005', ['NUM-03', 'MAP-01']],
    ['{}', ['MAP-01']],
  ])('%s is refused', (amount, rules) => {
    expect(rulesOfJson(text(amount)).filter(r => r !== 'TS-08')).toEqual(
      expect.arrayContaining([rules[0] ?? '']),
    );
  });

  test.each([
    ['an end that is missing', '{"a":[1,2'],
    ['a comma too many', '[1,]'],
    ['a leading zero', '[01]'],
    ['a bare word', '[nil]'],
    ['a line end in a text', '["a\nb"]'],
    ['an escape that is none', '["\\x"]'],
    ['two values on a line', '{} {}'],
  ])('%s is JSON-01', (_, body) => {
    expect(rulesOfJson(body)).toEqual(['JSON-01']);
  });

  test('a doubled member, members of the prototype, depth', () => {
    expect(rulesOfJson(text('1').replace('"items"', '"name":"2","items"'))).toContain('MAP-03');
    expect(
      readJson(text('1').replace('"items"', '"__proto__":{"name":"x"},"items"')).records[0]
        ?.accepted,
    ).toBe(true);
    expect(rulesOfJson('['.repeat(70) + ']'.repeat(70))).toEqual(['LIM-02']);
    expect(LIMITS.jsonDepthMax).toBe(64);
    expect(rulesOfJson('{"hello":"world"}')).toEqual(['SN-01']);
    const long = '\\'.repeat(200_000);
    expect(rulesOfJson(`["${long}`)).toEqual(['JSON-01']);
  });

  test('a broken line of several is told, the others are read, with places by line', () => {
    const bytes = `${text('1')}\n{"broken": \r\n${text('2').replace('"1"', '"2"')}\n`;
    const file = readJson(bytes);
    expect(file.records.map(r => [r.accepted, r.draft.at.line, r.draft.at.path])).toEqual([
      [true, 1, '/0'],
      [true, 3, '/2'],
    ]);
    expect(file.findings).toMatchObject([{ rule: 'JSON-01', line: 2 }]);
  });

  test('places are pointers', () => {
    const [record] = readJson({
      data: {
        ...(JSON.parse(text('1')) as object),
        items: [{ qty: 1, amount: 1, item_name: 'a/b' }],
      },
    }).records;
    expect(record?.provenance.find(p => p.path === 'lines[0].net')?.at).toMatchObject({
      kind: 'json',
      path: '/data/items/0/amount',
    });
  });
});
