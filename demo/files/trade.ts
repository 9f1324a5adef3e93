import { ANCHOR, type Member } from '../cast/cast.ts';
import { creditCode } from '../cast/names.ts';
import { randomFor, type Random } from '../cast/random.ts';

/** A trading partner as a file names it. */
export type Partner = { readonly name: string; readonly code: string };

/** One sale of one item; amounts in fen. `number` is the supplier's own. */
export type Sale = {
  readonly number: string;
  readonly buyer: Partner;
  readonly order: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly receivedOn: string;
  readonly item: string;
  readonly itemName: string;
  readonly quantity: number;
  readonly price: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
  readonly paidOn: string | null;
  readonly voided: boolean;
  /** To be offered in the story: invoiced, received, not yet due. */
  readonly current: boolean;
};

/** One purchase as the payables ledger carries it. */
export type Purchase = {
  readonly number: string;
  readonly vendor: Partner;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly amount: bigint;
  readonly paidOn: string | null;
};

/** One month of the general ledger and of the tax office's count. */
export type MonthTotal = {
  readonly month: string;
  readonly revenue: bigint;
  readonly taxable: bigint;
  readonly tax: bigint;
  readonly invoices: number;
};

export type Trade = {
  readonly sales: readonly Sale[];
  readonly purchases: readonly Purchase[];
  readonly months: readonly MonthTotal[];
};

/** History runs 25 whole months up to here; the story's first business day is 2026-03-02. */
const FIRST_MONTH = { year: 2024, month: 2 };
const MONTHS = 25;

/** The day on which the invoices fall due that are financed and repaid in the story. */
export const FINANCED_DUE = '2026-04-15';
const FINANCED_PER_SUPPLIER = 5;
/** The days on which the invoices fall due that are pooled, one of each supplier a day. */
export const POOLED_DUES: readonly string[] = ['2026-03-25', '2026-04-24', '2026-05-25'];
const CURRENT_DUES = [...Array<string>(FINANCED_PER_SUPPLIER).fill(FINANCED_DUE), ...POOLED_DUES];
/** Invoices that come when the notes are paid: the robot confirms the first, visitors the others. */
export const FRESH_DUES = { confirmed: '2026-08-14', left: '2026-09-15' } as const;
export const FRESH_PER_DUE = 4;
const FRESH_FROM = '2026-05-18';
/** Every due day of a claim that the story offers. */
export const DUE_DAYS: readonly string[] = [
  FINANCED_DUE,
  ...POOLED_DUES,
  ...Object.values(FRESH_DUES),
];
const VAT_PERCENT = 13n;

const ITEMS = [
  ['CAST-110', '铸件 110'],
  ['BEAR-204', '轴承 6204'],
  ['HYD-032', '液压缸 32'],
  ['BOLT-M16', '高强螺栓 M16'],
  ['SEAL-080', '油封 80'],
] as const;

/** Everything that one supplier's systems hold, the same in every run. */
export function tradeOf(supplier: Member): Trade {
  const random = randomFor(`trade ${supplier.slug}`);
  const others = ['b1', 'b2', 'b3'].map(name => other(supplier, name));
  const first = supplier.slug === ANCHOR.slug ? other(supplier, 'b4') : partner(ANCHOR);
  const buyers = [first, ...others];
  const history = Array.from({ length: MONTHS }, (_, at) =>
    monthSales(supplier, monthAt(at), buyers, random),
  ).flat();
  const current = CURRENT_DUES.map((dueOn, at) => {
    const issuedOn = addDays('2026-01-26', at * 2 + random.integer(0, 1));
    const number = `${prefix(supplier)}-2026-9${two(at + 1)}`;
    return { ...saleOf({ number, buyer: first, issuedOn, dueOn, random }), current: true };
  });
  const sales = [...history, ...current];
  return { sales, purchases: purchasesOf(supplier, random), months: totalsOf(sales, random) };
}

export function partner(member: Member): Partner {
  return { name: member.name.zh, code: member.code };
}

function other(supplier: Member, name: string): Partner {
  const title = { b1: '华东装备', b2: '临港船舶', b3: '皖南机床', b4: '远洋重装' }[name] ?? '其他';
  return { name: `示例 ${title}`, code: creditCode(`${supplier.slug} ${name}`) };
}

type Month = { readonly year: number; readonly month: number };

function monthAt(at: number): Month {
  const count = FIRST_MONTH.month - 1 + at;
  return { year: FIRST_MONTH.year + Math.floor(count / 12), month: (count % 12) + 1 };
}

function monthSales(
  supplier: Member,
  month: Month,
  buyers: readonly Partner[],
  random: Random,
): readonly Sale[] {
  const count = random.integer(6, 9);
  return Array.from({ length: count }, (_, at) => {
    const issuedOn = iso(month.year, month.month, 3 + at * 2);
    const dueOn = addDays(issuedOn, 60);
    const late = random.next() < 0.12 ? random.integer(3, 18) : -random.integer(0, 4);
    const paid = addDays(dueOn, late);
    const sale = saleOf({
      number: `${prefix(supplier)}-${month.year}-${two(month.month)}${two(at + 1)}`,
      buyer: at < 3 ? (buyers[0] ?? random.pick(buyers)) : random.pick(buyers),
      issuedOn,
      dueOn,
      random,
    });
    const voided = random.next() < 0.02;
    return { ...sale, voided, paidOn: voided || paid > '2026-02-28' ? null : paid };
  });
}

/** What a supplier sells the anchor while the notes are paid: some to finance, some to confirm. */
export function freshSales(supplier: Member): readonly Sale[] {
  const random = randomFor(`fresh ${supplier.slug}`);
  const dues = Object.values(FRESH_DUES).flatMap(dueOn => Array<string>(FRESH_PER_DUE).fill(dueOn));
  return dues.map((dueOn, at) => {
    const number = `${prefix(supplier)}-2026-93${at + 1}`;
    const issuedOn = addDays(FRESH_FROM, at);
    return saleOf({ number, buyer: partner(ANCHOR), issuedOn, dueOn, random });
  });
}

/** One machine instead of parts, CNY 1,175,200.00: who confirms it needs a second factor. */
export function largeSale(supplier: Member): Sale {
  const random = randomFor(`large ${supplier.slug}`);
  const [quantity, price] = [80, 1_300_000n];
  const net = BigInt(quantity) * price;
  const tax = (net * VAT_PERCENT) / 100n;
  const number = `${prefix(supplier)}-2026-950`;
  const draft = { number, buyer: partner(ANCHOR), issuedOn: FRESH_FROM, dueOn: FRESH_DUES.left, random };
  return { ...saleOf(draft), quantity, price, net, tax, gross: net + tax };
}

type Draft = {
  readonly number: string;
  readonly buyer: Partner;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly random: Random;
};

function saleOf({ number, buyer, issuedOn, dueOn, random }: Draft): Sale {
  const [item, itemName] = random.pick(ITEMS);
  const quantity = random.integer(40, 160);
  const price = BigInt(random.integer(90, 220)) * 100n;
  const net = BigInt(quantity) * price;
  const tax = (net * VAT_PERCENT) / 100n;
  const amounts = { quantity, price, net, tax, gross: net + tax };
  const order = number.replace('-', '-PO-');
  const receivedOn = addDays(issuedOn, -2);
  const flags = { paidOn: null, voided: false, current: false };
  return { number, buyer, order, issuedOn, dueOn, receivedOn, item, itemName, ...amounts, ...flags };
}

function purchasesOf(supplier: Member, random: Random): readonly Purchase[] {
  const vendors = ['v1', 'v2', 'v3', 'v4'].map((name, at) => ({
    name: `示例 ${['宝山钢贸', '浙北化工', '苏南电力', '沪西物料'][at] ?? '供方'}`,
    code: creditCode(`${supplier.slug} ${name}`),
  }));
  return Array.from({ length: MONTHS }, (_, at) => monthAt(at)).flatMap(({ year, month }) =>
    vendors.map((vendor, at) => {
      const issuedOn = iso(year, month, 4 + at * 5);
      const dueOn = addDays(issuedOn, 45);
      const late = random.next() < 0.15 ? random.integer(2, 12) : -random.integer(0, 6);
      const paid = addDays(dueOn, late);
      const number = `P${year}${two(month)}-${at + 1}`;
      const amount = BigInt(random.integer(18_000, 46_000)) * 100n;
      return { number, vendor, issuedOn, dueOn, amount, paidOn: paid > '2026-02-28' ? null : paid };
    }),
  );
}

/** The general ledger follows the invoices; the tax office's count differs by under 1 %. */
function totalsOf(sales: readonly Sale[], random: Random): readonly MonthTotal[] {
  return Array.from({ length: MONTHS }, (_, at) => {
    const { year, month } = monthAt(at);
    const name = `${year}-${two(month)}`;
    const own = sales.filter(sale => sale.issuedOn.startsWith(name) && !sale.voided);
    const revenue = own.reduce((sum, { net }) => sum + net, 0n);
    const tax = own.reduce((sum, sale) => sum + sale.tax, 0n);
    const drift = (revenue * BigInt(random.integer(0, 8))) / 1000n;
    return { month: name, revenue, taxable: revenue - drift, tax, invoices: own.length };
  });
}

function prefix(supplier: Member): string {
  return `S${supplier.slug.slice(-2)}`;
}

export function addDays(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

function iso(year: number, month: number, day: number): string {
  return `${year}-${two(month)}-${two(day)}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
