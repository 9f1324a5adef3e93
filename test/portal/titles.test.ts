import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { EN } from '../../portal/text/en.ts';
import { ZH } from '../../portal/text/zh.ts';
import { ClassStack, type DealClass } from '../../portal/ui/class-stack.tsx';
import type { DealTerms } from '../../portal/ui/deal-terms.ts';
import { PoolPictures, type PoolShares } from '../../portal/ui/pool-pictures.tsx';

// A picture's title says what the picture shows, also once there is nothing left to show.

const cny = (minor: string) => ({ minor, currency: 'CNY' });
const terms: DealTerms = {
  name: { zh: '示例', en: 'Sample' },
  bonds: {},
  fees: {},
  accounts: {},
  pools: {},
  facilities: {},
  swaps: {},
  triggers: [],
  waterfalls: {},
};

beforeAll(() =>
  i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: false,
    nsSeparator: false,
    resources: { en: { translation: EN }, zh: { translation: ZH } },
    interpolation: { escapeValue: false },
  }),
);

/** The titles of all figures of an element, in a language. */
async function titles(language: 'zh' | 'en', element: ReactElement): Promise<readonly string[]> {
  await i18next.changeLanguage(language);
  const html = renderToStaticMarkup(createElement(MantineProvider, null, element));
  return [...html.matchAll(/<figcaption[^>]*>([^<]*)<\/figcaption>/g)].map(([, said = '']) => said);
}

/** Two classes of 75.00 and 25.00 with what is left of each, and of both below the senior one. */
function stack(a: string, b: string, subordinationPpm: number): ReactElement {
  const classes: DealClass[] = [
    { key: 'a', rank: 1, amount: cny('7500'), sharePpm: 750_000, ...left(a), subordinationPpm },
    { key: 'b', rank: 2, amount: cny('2500'), sharePpm: 250_000, ...left(b), subordinationPpm: 0 },
  ];
  return createElement(ClassStack, { classes, terms });
}

const left = (minor: string) => ({
  outstanding: cny(minor),
  outstandingPpm: Number(minor) * 100,
});

function pools(current: string, late: string, sharePpm: number): ReactElement {
  const rest = 1_000_000 - sharePpm;
  const shares: PoolShares = {
    ageing: [
      { key: 'current', count: 1, amount: cny(current), sharePpm },
      { key: 'late1to30', count: 1, amount: cny(late), sharePpm: late === '0' ? 0 : rest },
    ],
    obligors: [],
    flows: [{ key: 'principal', count: 3, amount: cny('9000'), sharePpm: 900_000 }],
  };
  return createElement(PoolPictures, { shares });
}

test('what stands below the senior class is told while something is outstanding', async () => {
  expect(await titles('en', stack('3000', '1000', 250_000))).toEqual([
    'The notes have 2 classes; 25.00 % of what is outstanding stands below the senior one',
  ]);
  // The senior class is gone, the junior one is not.
  expect(await titles('en', stack('0', '1000', 1_000_000))).toEqual([
    'The notes have 2 classes; 100.00 % of what is outstanding stands below the senior one',
  ]);
});

test('once every class is repaid the title says that nothing is outstanding', async () => {
  expect(await titles('en', stack('0', '0', 0))).toEqual([
    'The notes had 2 classes; nothing of them is outstanding any more',
  ]);
  expect(await titles('zh', stack('0', '0', 0))).toEqual(['票据共 2 档，现已无未偿余额']);
});

test('a pool that is all late is not a pool without claims', async () => {
  const noDilution = 'Nothing was diluted; this is what came in so far';
  expect(await titles('en', pools('0', '500', 0))).toEqual([
    '0.00 % of what is outstanding is not past due',
    noDilution,
  ]);
  expect(await titles('en', pools('0', '0', 0))).toEqual([
    'Nothing is outstanding: no claim waits for its payment',
    noDilution,
  ]);
  expect(await titles('zh', pools('0', '0', 0))).toEqual([
    '已无未偿账款，没有待收的款项',
    '尚无稀释；以下是迄今的归集',
  ]);
});
