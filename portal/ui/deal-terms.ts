/** A name in both languages, as terms carry it. */
export type Label = { zh: string; en: string };

type Rate = { kind: string; ppb?: number; index?: string; dayCount?: string };
/** The published terms of a deal, `tally-deal/1`, as far as pages show them. */
export type DealTerms = {
  name: Label;
  bonds: Record<string, { label: Label; rank: number; interest?: Rate }>;
  fees: Record<string, { label: Label }>;
  accounts: Record<string, { label: Label }>;
  pools: Record<string, { label: Label }>;
  facilities: Record<string, { label: Label }>;
  swaps: Record<string, { label: Label }>;
  triggers: { id: string; label: Label }[];
  waterfalls: Record<string, Step[]>;
};
export type Step = {
  do: string;
  from?: string[];
  fees?: string[];
  bonds?: string[];
  ref?: string;
};

/** What a key of the terms is called: a class, a fee, an account, a pool, a facility or a swap. */
export function nameIn(terms: DealTerms, key: string, language: 'zh' | 'en'): string {
  const { bonds, fees, accounts, pools, facilities, swaps } = terms;
  const named = [bonds, fees, accounts, pools, facilities, swaps];
  return named.find(labelled => labelled[key] !== undefined)?.[key]?.label[language] ?? key;
}
