import { readTraced } from '../../../test/fixture/reading.ts';

const statement = (entry: string): string =>
  [':20:S-1', ':25:123456789', ':28C:1/1', ':60F:C240311USD1000,00', entry, ':62F:C240312USD787,61']
    .join('\r\n')
    .concat('\r\n-\r\n');

describe('field 61 of a statement', () => {
  test.each([
    [':61:2403120313DD212,39NMSCNONREF//B-1', '2024-03-13'],
    [':61:240312DD212,39NMSCNONREF//B-1', undefined],
    // Banks leave four blanks where the entry's day may stand.
    [':61:240312    DD212,39NMSCNONREF//B-1', undefined],
  ])('%s', (text, bookedOn) => {
    const [record, ...others] = readTraced(statement(text), { name: 'a.sta' }).records;
    expect([others, record?.findings]).toEqual([[], []]);
    const entry = { amount: { minor: -21239n, currency: 'USD' }, valueOn: '2024-03-12' };
    const days = bookedOn === undefined ? {} : { bookedOn };
    expect(record?.document).toMatchObject({ entries: [{ ...entry, ...days }] });
    const places = record?.provenance.map(({ path }) => path);
    expect(places?.includes('entries[0].bookedOn')).toBe(bookedOn !== undefined);
  });
});
