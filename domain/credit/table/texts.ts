import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';

const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];
type Both<T> = Readonly<Record<Language, T>>;

/** How a feature's value reads for people. */
const UNITS = [
  'share',
  'ratio',
  'days',
  'months',
  'index',
  'points',
  'count',
  'level',
  'money',
] as const;
export type Unit = (typeof UNITS)[number];

/** Sentences of features and gates in both languages. */
export type CreditTexts = {
  readonly id: string;
  readonly version: number;
  readonly disclaimer: Both<string>;
  readonly missing: Both<string>;
  readonly appeal: Both<string>;
  readonly counterfactual: Both<string>;
  readonly forbidden: readonly string[];
  readonly features: readonly ({ readonly id: string; readonly unit: Unit } & Both<{
    readonly name: string;
    readonly reason: string;
  }>)[];
  readonly gates: readonly ({ readonly code: string } & Both<{
    readonly name: string;
    readonly reason: string;
    readonly next: string;
  }>)[];
};

const sentence = schema.text(200);
const both = schema.object({ en: sentence, 'zh-CN': sentence });
const reason = schema.object({ name: sentence, reason: sentence });
const step = schema.object({ name: sentence, reason: sentence, next: sentence });
const TEXTS = schema.object({
  id: schema.code(),
  version: schema.count(1, 1_000_000),
  disclaimer: both,
  missing: both,
  appeal: both,
  counterfactual: both,
  forbidden: schema.list(sentence, 0, 20),
  features: schema.list(
    schema.object({ id: schema.code(), unit: schema.oneOf(...UNITS), en: reason, 'zh-CN': reason }),
    1,
    200,
  ),
  gates: schema.list(schema.object({ code: schema.code(), en: step, 'zh-CN': step }), 1, 60),
}) as unknown as Schema<CreditTexts>;

/**
 * Reads the texts or refuses them with every fault: a feature or gate of `needed` without a
 * sentence, and sentences with a forbidden phrase (CR-43).
 */
export function readTexts(
  value: Wire,
  needed: { readonly features: readonly string[]; readonly gates: readonly string[] },
): Result<CreditTexts, Fault[]> {
  const faults: Fault[] = [];
  const texts = TEXTS.read(value, '', faults);
  if (!texts || faults.length > 0) return fail(faults);
  const features = texts.features.map(row => row.id);
  const gates = texts.gates.map(row => row.code);
  checkComplete('features', { needed: needed.features, given: features }, faults);
  checkComplete('gates', { needed: needed.gates, given: gates }, faults);
  for (const language of LANGUAGES) {
    for (const row of [...texts.features, ...texts.gates]) {
      const phrase = texts.forbidden.find(words =>
        row[language].reason.toLowerCase().includes(words),
      );
      if (phrase) faults.push({ path: row[language].name, fault: `forbidden: ${phrase}` });
    }
  }
  return faults.length > 0 ? fail(faults) : ok(texts);
}

function checkComplete(
  path: string,
  lists: { readonly needed: readonly string[]; readonly given: readonly string[] },
  faults: Fault[],
): void {
  for (const name of lists.needed) {
    const count = lists.given.filter(entry => entry === name).length;
    if (count !== 1) faults.push({ path, fault: `${name} has ${count} texts` });
  }
  for (const name of lists.given) {
    if (!lists.needed.includes(name)) faults.push({ path, fault: `${name} is unknown` });
  }
}
