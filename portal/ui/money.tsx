import { formatGrouped, moneyWords, type Money } from '../../domain/money/index.ts';

/** An amount as the API gives it: minor units as text, or already as bigint. */
export type Amount = { minor: string; currency: string };

/** Full amount, grouped, in the currency's own decimals: `CNY 1,234.50`. */
export function moneyText(amount: Amount): string {
  const money = { minor: BigInt(amount.minor), currency: amount.currency } as Money;
  return `${amount.currency} ${formatGrouped(money)}`;
}

/** The same amount in words, Chinese capitals or English; `null` when it cannot be written out. */
export function moneyInWords(amount: Amount, language: string): string | null {
  const money = { minor: BigInt(amount.minor), currency: amount.currency } as Money;
  const words = moneyWords(money, language.startsWith('zh') ? 'zh' : 'en');
  return words.ok ? words.value : null;
}

export function MoneyFigure({ amount }: { amount: Amount | null | undefined }) {
  if (!amount) return <span aria-label="none">–</span>;
  return <span className="tally-figure">{moneyText(amount)}</span>;
}

/** Parts per million as percent, exact to four places: 65,944 ppm is 6.5944 %. */
export function percentText(ppm: number): string {
  const whole = Math.trunc(ppm / 10_000);
  const rest = String(Math.abs(ppm % 10_000))
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return `${whole}.${rest} %`;
}
