import { formatDecimal, moneyWords, type Money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import templates from './registration-templates.json' with { type: 'json' };

/** Who stands in the text: the registered name and, where known, the code. */
type Named = { readonly name: string; readonly code: string | null };

/** Everything that the text of R-45 names; days are business dates. */
export type RegistrationFields = {
  readonly vouchers: readonly string[];
  readonly system: string;
  readonly buyer: Named;
  readonly supplier: Named;
  readonly holder: Named;
  readonly funder: Named;
  readonly face: Money;
  /** What is transferred or pledged this time. */
  readonly moved: Money;
  readonly openedOn: string;
  readonly dueOn: string;
  readonly contract: string | null;
  readonly invoices: readonly string[];
  /** Number of the financing contract. */
  readonly agreement: string;
  readonly months: number;
};

/** Above this many invoices the text names an attachment's hash in place of the numbers. */
export const INVOICES_IN_TEXT_MAX = 50;

export type RegistrationTemplate = keyof typeof templates;

/**
 * The text for the outside register of movables, from a template version. Capitals are those
 * of the figures. `attachment` is the hash of the list of invoices; it is needed above
 * {@link INVOICES_IN_TEXT_MAX} of them, else `ATTACHMENT_MISSING`. An amount that cannot be written
 * out is `WORDS_RANGE`.
 */
export function registrationText(
  template: RegistrationTemplate,
  fields: RegistrationFields,
  attachment: string | null = null,
): Result<string, 'ATTACHMENT_MISSING' | 'WORDS_RANGE'> {
  const many = fields.invoices.length > INVOICES_IN_TEXT_MAX;
  if (many && attachment === null) return fail('ATTACHMENT_MISSING');
  const faceWords = moneyWords(fields.face, 'zh');
  const movedWords = moneyWords(fields.moved, 'zh');
  if (!faceWords.ok || !movedWords.ok) return fail('WORDS_RANGE');
  const values: Readonly<Record<string, string>> = {
    voucher: fields.vouchers.join('、'),
    system: fields.system,
    buyer: named(fields.buyer),
    supplier: named(fields.supplier),
    holder: named(fields.holder),
    funder: named(fields.funder),
    currency: fields.face.currency,
    face: formatDecimal(fields.face),
    faceWords: faceWords.value,
    moved: formatDecimal(fields.moved),
    movedWords: movedWords.value,
    openedOn: fields.openedOn,
    dueOn: fields.dueOn,
    contract: fields.contract ?? '见发票',
    count: String(fields.invoices.length),
    invoices: many ? `见附件（SHA-256 ${attachment ?? ''}）` : fields.invoices.join('、'),
    agreement: fields.agreement,
    months: String(fields.months),
  };
  return ok(templates[template].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
}

function named({ name, code }: Named): string {
  return code === null ? name : `${name}（${code}）`;
}
