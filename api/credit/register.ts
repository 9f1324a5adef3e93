import type { Registry } from '../../domain/credit/index.ts';

/** What a public register says about an enterprise. */
export type RegisterEntry = {
  readonly industry: string;
  readonly registry: Registry;
  /** Registration numbers of parties that share owner, representative, address or account. */
  readonly relatedCodes: readonly string[];
};

type InvoiceQuestion = {
  readonly number: string;
  readonly sellerCode: string;
  readonly buyerCode: string;
  readonly issuedOn: string;
  readonly payableMinor: bigint;
};

/** Why a source gave nothing; it becomes `SOURCE_DOWN` or `NOT_SUPPLIED`, never a guess. */
export type RegisterFault = 'NOT_FOUND' | 'DOWN';

/**
 * Outside sources that credit asks: the enterprise register and the tax office's invoice check.
 * `id` is printed with every answer.
 */
export type PublicRegister = {
  readonly id: string;
  enterprise(code: string, asOf: string): Promise<RegisterEntry | RegisterFault>;
  /** Answers in the order of the questions. */
  verifyInvoices(
    questions: readonly InvoiceQuestion[],
  ): Promise<readonly ('passed' | 'failed' | 'notAttempted')[]>;
};

/** Entries that a sandbox script sets apart from the quiet default. */
export type SandboxScript = {
  readonly entries?: Readonly<Record<string, Partial<RegisterEntry> | RegisterFault>>;
  /** Invoice numbers that the check does not pass. */
  readonly failedInvoices?: readonly string[];
};

const QUIET: RegisterEntry = {
  industry: 'manufacturing',
  registry: {
    courts: { openAsDefendantMinor: 0n, enforcements: [] },
    penalties: [],
    taxLevel: 'B',
    changes: [],
    news: [],
  },
  relatedCodes: [],
};

/**
 * Invented registers for sandbox and demo: every enterprise is quiet unless the script says
 * otherwise. Never used in production.
 */
export function sandboxRegister(script: SandboxScript = {}): PublicRegister {
  return {
    id: 'sandbox',
    enterprise: code => {
      const scripted = script.entries?.[code];
      if (typeof scripted === 'string') return Promise.resolve(scripted);
      return Promise.resolve({ ...QUIET, ...scripted });
    },
    verifyInvoices: questions =>
      Promise.resolve(
        questions.map(({ number }) =>
          script.failedInvoices?.includes(number) === true ? 'failed' : 'passed',
        ),
      ),
  };
}

/** No register is connected: nothing is known and nothing is verified, so the gates hold. */
export const absentRegister: PublicRegister = {
  id: 'absent',
  enterprise: () => Promise.resolve('DOWN'),
  verifyInvoices: questions => Promise.resolve(questions.map(() => 'notAttempted')),
};
