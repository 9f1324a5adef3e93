import { masked, type Mask } from './index.ts';

/** A generator of its own, so that the same 2,000 values are tried each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

const next = numbers(7);
const digits = (count: number): string =>
  Array.from({ length: count }, () => Math.floor(next() * 10)).join('');
const oneOf = <T>(list: readonly [T, ...T[]]): T =>
  list[Math.floor(next() * list.length)] ?? list[0];

const HAN = ['王小明', '李娜', '张伟', '欧阳修远', '陈静', '赵一鸣', '周杰', '吴秀英'] as const;
const LATIN = ['Anna Schmidt', 'John O’Neill', 'Marie Dupont', 'Jan van Dijk', 'Li Wei'] as const;
const HOSTS = ['example.com', 'mail.example.org', 'firma-mueller.de', '例子.cn'] as const;

type Labelled = { readonly kind: Mask; readonly value: string };

const VALUES: readonly ((kind?: never) => Labelled)[] = [
  () => ({ kind: 'account', value: `DE${digits(20)}` }),
  () => ({
    kind: 'account',
    value: `GB${digits(2)} NWBK ${digits(4)} ${digits(4)} ${digits(4)} ${digits(2)}`,
  }),
  () => ({ kind: 'account', value: `62${digits(17)}` }),
  () => ({ kind: 'account', value: `6222 ${digits(4)} ${digits(4)} ${digits(4)} ${digits(3)}` }),
  () => ({ kind: 'identifier', value: `3101${digits(13)}X` }),
  () => ({ kind: 'identifier', value: `91${digits(6)}MA1${digits(6)}Q` }),
  () => ({ kind: 'phone', value: `138${digits(8)}` }),
  () => ({ kind: 'phone', value: `139 ${digits(4)} ${digits(4)}` }),
  () => ({ kind: 'phone', value: `021-${digits(8)}` }),
  () => ({ kind: 'phone', value: `+49 30 ${digits(7)}` }),
  () => ({
    kind: 'email',
    value: `${oneOf(['anna', 'li.wei', 'j_smith'])}${digits(3)}@${oneOf(HOSTS)}`,
  }),
  () => ({ kind: 'person', value: oneOf(HAN) }),
  () => ({ kind: 'person', value: oneOf(LATIN) }),
];

const CORPUS: readonly Labelled[] = Array.from({ length: 2_000 }, (_, at) =>
  (VALUES[at % VALUES.length] ?? (() => ({ kind: 'text', value: '' })))(),
);

/** What of a value a reader could still use: its letters and digits in a row. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

test('of 2,000 labelled values in fields of their own, not one is left whole', () => {
  const left = CORPUS.filter(({ kind, value }) => bare(masked(value, kind)).includes(bare(value)));
  expect(CORPUS).toHaveLength(2_000);
  expect(left).toEqual([]);
});

const AROUND: readonly ((value: string) => string)[] = [
  value => `Payment of invoice INV-2026-0042 over 1,250.00 EUR, ${value}`,
  value => `货款 合同 HT-2026-001 ${value} 请查收`,
  value => `Order 4500012345; ref ${value}; partial`,
];
const NAMED: readonly ((name: string) => string)[] = [
  name => `联系人：${name}，尽快付款`,
  name => `Attn: ${name}, goods of March`,
  name => `户名 ${name} 货款`,
  name => `Dear Mr ${name}, please pay by Friday`,
];

test('in free text at least 98 % of them are found', () => {
  const missed = CORPUS.filter(({ kind, value }, at) => {
    const around = kind === 'person' ? NAMED : AROUND;
    const text = (around[at % around.length] ?? (plain => plain))(value);
    return bare(masked(text, 'text')).includes(bare(value));
  });
  expect(missed.length / CORPUS.length).toBeLessThanOrEqual(0.02);
});

test('what names no person stays readable in free text', () => {
  const plain =
    'Invoice INV-2026-0042, order 4500012345, 1,250.00 EUR due 2026-03-31, 合同号 HT-001';
  expect(masked(plain, 'text')).toBe(plain);
});

test.each<[Mask, string, string]>([
  ['account', 'DE89 3704 0044 0532 0130 00', '••••••••••••••••••3000'],
  ['identifier', '91310000MA1FL5E91Q', '91••••••••••••E91Q'],
  ['person', '王小明', '王••'],
  ['phone', '138 1234 5678', '138••••5678'],
  ['email', 'anna.schmidt@example.com', 'a••@example.com'],
  ['account', '1234', '••••'],
  ['person', '', '••'],
])('%s %s is shown as %s', (kind, value, shown) => {
  expect(masked(value, kind)).toBe(shown);
});
