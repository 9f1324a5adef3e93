import type { Locale } from './context.ts';

type Finding = { readonly rule: string; readonly params: Readonly<Record<string, string>> };

/** Title and remedy of a finding in the reader's language. */
export function findingText(
  { rule, params }: Finding,
  locale: Locale,
): { readonly title: string; readonly remedy: string } {
  const facts = Object.entries(params)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
  const title = facts === '' ? rule : `${rule} (${facts})`;
  const remedy =
    locale === 'zh'
      ? '请更正该值后重新上传，或在隔离区编辑。'
      : 'Correct the value and upload again.';
  return { title, remedy };
}
