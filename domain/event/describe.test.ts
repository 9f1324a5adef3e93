import { describeEvent, EVENT_TEXTS, isEventKind, type LedgerEvent } from './index.ts';

const CONFIRMED: LedgerEvent = {
  kind: 'receivable.confirmed',
  receivable: 'r',
  buyer: 'b',
  face: { minor: '5000001', currency: 'CNY' },
  confirmation: {
    payTo: 'a',
    undertaking: 'irrevocable',
    setOff: null,
    statement: 's',
    on: '2026-03-04',
    keys: ['k'],
  },
  lined: false,
};

describe('sentences of events', () => {
  test('figures and names come from the event', () => {
    const nameOf = (): string => 'Anchor Ltd';
    expect(describeEvent(CONFIRMED, { language: 'en', nameOf })).toBe(
      'Anchor Ltd confirmed with its own key that it owes CNY 50,000.01.',
    );
    expect(describeEvent(CONFIRMED, { language: 'zh' })).toBe(
      'b 以自己的密钥确认欠款 CNY 50,000.01。',
    );
  });

  test('every kind has a sentence in both languages with the same figures', () => {
    const places = (text: string): string[] =>
      [...text.matchAll(/\{[^}]+\}/g)].map(m => m[0]).sort();
    for (const [kind, { en, zh }] of Object.entries(EVENT_TEXTS)) {
      expect([kind, isEventKind(kind)]).toEqual([kind, true]);
      expect([kind, places(zh)]).toEqual([kind, places(en)]);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
  });
});
