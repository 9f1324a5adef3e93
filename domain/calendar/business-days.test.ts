import {
  addBusinessDays,
  businessDayFrom,
  CN_IB,
  isBusinessDay,
  nextBusinessDay,
} from './index.ts';

/** Facts of the State Council's notices, as QuantLib's own tests check them. */
describe('business days of the interbank market', () => {
  test.each([
    ['2014-01-31', false, 'Spring Festival'],
    ['2014-01-26', true, 'a working Sunday'],
    ['2014-01-25', false, 'a plain Saturday'],
    ['2024-02-09', true, 'a listed working day before Spring Festival'],
    ['2024-02-12', false, 'Spring Festival'],
    ['2026-01-01', false, 'New Year'],
    ['2026-01-05', true, 'a plain Monday'],
  ])('%s: open is %s (%s)', (date, open) => {
    expect(isBusinessDay(date)).toEqual({ ok: true, value: open });
  });

  test('the next business day passes the week-end, but stops at a working Sunday', () => {
    expect(nextBusinessDay('2014-01-24')).toEqual({ ok: true, value: '2014-01-26' });
    expect(nextBusinessDay('2014-01-17')).toEqual({ ok: true, value: '2014-01-20' });
    expect(businessDayFrom('2014-01-24')).toEqual({ ok: true, value: '2014-01-24' });
    expect(addBusinessDays('2014-01-17', 2)).toEqual({ ok: true, value: '2014-01-21' });
  });

  test('a day outside the loaded years is refused, never guessed', () => {
    const refusal = (date: string) => ({
      ok: false,
      error: { code: 'CALENDAR_UNKNOWN', facts: { calendar: 'CN-IB', date } },
    });
    expect(isBusinessDay('2027-01-04')).toEqual(refusal('2027-01-04'));
    expect(isBusinessDay('2004-12-31')).toEqual(refusal('2004-12-31'));
    expect(nextBusinessDay(CN_IB.knownUntil)).toEqual(refusal('2027-01-01'));
  });
});
