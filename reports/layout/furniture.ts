import type { DocumentHead } from '../figures/index.ts';
import { CONTENT, PAGE } from './page.ts';
import { COLOUR } from './style.ts';
import { lineHeight, rule, textOp, type Desk } from './write.ts';

const FOOT = {
  zh: { version: '版本', asOf: '截至', height: '区块高度', figures: '数据指纹' },
  en: { version: 'version', asOf: 'as of', height: 'block height', figures: 'figures' },
} as const;

const TEST_MARK = {
  zh: '测试 TEST：测试通道，不具法律效力',
  en: 'TEST: test channel, no legal effect',
  'zh+en': '测试 TEST：测试通道，不具法律效力 / test channel, no legal effect',
} as const;

/** Said on the first page of a bilingual copy. */
const GOVERNS = '中文文本为准 The Chinese text prevails';

/**
 * Running head and foot of every page (DOC-22): number, version, page n / N, as-of date, height and
 * the first 12 hex of figuresHash; the test mark on a channel whose clock is not real.
 */
export function furnish(
  desk: Desk,
  at: {
    readonly head: DocumentHead;
    readonly figuresHash: string;
    readonly pages: number;
    readonly title: string;
  },
): void {
  for (let page = 0; page < at.pages; page += 1) {
    drawHead(desk, page, at);
    drawFoot(desk, page, at);
  }
}

function drawHead(
  desk: Desk,
  page: number,
  at: { readonly head: DocumentHead; readonly title: string },
): void {
  const top = 28;
  const style = desk.styles.foot;
  if (at.head.clock === 'test') {
    const text = TEST_MARK[at.head.locale];
    const marked = { ...style, weight: 'bold', colour: COLOUR.test } as const;
    const x = CONTENT.right - desk.measure(text, marked);
    desk.decoration.push(textOp({ page, x, top, text, style: marked }));
  }
  if (page === 0) return;
  const text = `${at.title}  ${at.head.number}`;
  desk.decoration.push(textOp({ page, x: CONTENT.left, top, text, style }));
  rule(desk, { page, top: top + 13 }, { x1: CONTENT.left, x2: CONTENT.right });
}

function drawFoot(
  desk: Desk,
  page: number,
  at: { readonly head: DocumentHead; readonly figuresHash: string; readonly pages: number },
): void {
  const { head } = at;
  const style = desk.styles.foot;
  const words = head.locale === 'en' ? FOOT.en : FOOT.zh;
  const top = PAGE.height - 44;
  rule(desk, { page, top: top - 3 }, { x1: CONTENT.left, x2: CONTENT.right });
  const left = [
    head.number,
    `${words.version} ${head.version}`,
    `${words.asOf} ${head.asOf}`,
    `${words.height} ${head.height}`,
    `${words.figures} ${at.figuresHash.slice(0, 12)}`,
  ].join('   ');
  desk.decoration.push(textOp({ page, x: CONTENT.left, top, text: left, style }));
  const number = `${page + 1} / ${at.pages}`;
  const x = CONTENT.right - desk.measure(number, style);
  desk.decoration.push(textOp({ page, x, top, text: number, style }));
  if (head.locale !== 'zh+en' || page > 0) return;
  const below = top + lineHeight(style);
  desk.decoration.push(textOp({ page, x: CONTENT.left, top: below, text: GOVERNS, style }));
}
