import { addMonths } from '../../domain/calendar/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { openRegistry, openScreening, openVerification } from '../../ingest/index.ts';
import type { Database } from '../database/index.ts';
import type { Examination, Examiner, Outcome, ScreeningAnswer } from '../graphql/index.ts';
import { tableOf } from '../projection/index.ts';
import { type ChannelFacts, channelFacts, operatorOf } from '../service/index.ts';
import type { ObjectStore } from '../store/index.ts';
import { EvidenceFiles } from './evidence-files.ts';
import { contractOf, deliveryOf, verificationOf } from './examined-items.ts';
import { readCase, type Case } from './read-case.ts';
import { filingText, TEMPLATE } from './filing-text.ts';

export type ExaminerOptions = {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly channel: string;
  /** Folder of the registers' data files; what is not there is not asked. */
  readonly registers: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const caseOf = (facts: ChannelFacts, financing: string): Parameters<typeof readCase>[1] => ({
  operator: facts.operator,
  financing,
  on: facts.businessDate,
});

/** How long a filing lasts beyond the day on which the debtor pays. */
const FILING_MONTHS_AFTER = 6;
const NAMES = 'select party, name_zh, name_en, code from app.party_name where party = any($1)';

/**
 * Asks invoice verification, pledge register and screening lists, gathers receipts and papers,
 * keeps every answer as a file, and prepares the bodies that people or programs then sign.
 */
export function examiner(options: ExaminerOptions): Examiner {
  const desk = new Desk(options);
  return {
    examine: request => desk.examine(request),
    screen: request => desk.screen(request),
    opened: (names, parties) => desk.opened(names, parties),
  };
}

type Name = {
  readonly party: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly code: string | null;
};

class Desk {
  private readonly options: ExaminerOptions;
  private readonly files: EvidenceFiles;

  constructor(options: ExaminerOptions) {
    this.options = options;
    this.files = new EvidenceFiles(options);
  }

  async examine(request: Parameters<Examiner['examine']>[0]): Promise<Outcome<Examination>> {
    const { tenant, financing: id } = request;
    const { database, channel } = this.options;
    const facts = await channelFacts(database, channel, tenant);
    const read = facts && (await readCase(database, caseOf(facts, id)));
    if (!facts || !read) return refused('NOT_FOUND', { id });
    const { financing } = read;
    if (tenant !== facts.operator && tenant !== financing.funder)
      return refused('NOT_FOUND', { id });
    const registered = await this.registered(read, facts);
    if (!registered.ok) return refused('NOT_FOUND', { id: registered.error });
    const items = await this.examined(read, facts);
    if (!items.ok) return refused('NOT_FOUND', { id: items.error });
    return { ok: true, value: { items: items.value, ...registered.value } };
  }

  /** C12, C13 and C16 with their evidence. */
  private async examined(
    read: Case,
    facts: ChannelFacts,
  ): Promise<Result<Examination['items'], string>> {
    const { registers, now } = this.options;
    const verification = await openVerification(registers);
    if (!verification.ok) return fail('invoice-verification');
    const from = {
      read,
      files: this.files,
      readers: [facts.operator, read.financing.funder],
      verification: verification.value,
      at: new Date(now()).toISOString(),
    };
    return ok([await verificationOf(from), await deliveryOf(from), contractOf(from)]);
  }

  /** Search and filing of the pledge register about the holder, with their reports as files. */
  private async registered(
    read: Case,
    { operator, businessDate }: ChannelFacts,
  ): Promise<Result<Pick<Examination, 'search' | 'draft' | 'file' | 'account'>, string>> {
    const register = await openRegistry(this.options.registers);
    if (!register.ok) return fail('pledge-registry');
    const { financing, names, account } = read;
    const { holder, funder, payOn, financing: id } = financing;
    const readers = [operator, funder];
    const subject = names.get(holder)?.code ?? holder;
    const found = register.value.search({ subject, on: businessDate });
    const report = await this.files.keep('registrySearch', found.evidence.text, readers);
    const until = addMonths(payOn, FILING_MONTHS_AFTER);
    const text = await filingText(read, { from: businessDate, until }, async list => {
      return (await this.files.keep('registryFiling', list, readers)).hash;
    });
    const kept = await this.files.keep('registryFiling', text, readers);
    const filing = register.value.file({
      subject,
      securedParty: names.get(funder)?.code ?? funder,
      collateral: kept.hash,
      filedOn: businessDate,
      until,
    });
    const proof = await this.files.keep('registryFiling', filing.evidence.text, readers);
    const { number, filedOn } = filing;
    return ok({
      search: { subject: holder, searchedOn: businessDate, result: found.result, report },
      draft: { financing: id, template: TEMPLATE, text: kept.hash },
      file: { financing: id, number, filedOn, until, proof },
      account,
    });
  }

  async screen({
    tenant,
    parties,
  }: Parameters<Examiner['screen']>[0]): Promise<Outcome<readonly ScreeningAnswer[]>> {
    const { database, channel, registers } = this.options;
    const facts = await channelFacts(database, channel, tenant);
    if (tenant !== facts?.operator) return refused('NOT_FOUND', { id: tenant });
    const lists = await openScreening(registers);
    if (!lists.ok) return refused('NOT_FOUND', { id: 'screening-lists' });
    const rows = await this.as<Name>(tenant, NAMES, [parties]);
    const lost = parties.find(id => rows.every(({ party }) => party !== id));
    if (lost !== undefined) return refused('NOT_FOUND', { id: lost });
    const answers: ScreeningAnswer[] = [];
    for (const { party, name_zh, name_en, code } of rows) {
      const identifiers = code === null ? [] : [code];
      const found = lists.value.screen({ names: [name_zh, name_en], identifiers });
      const { hash } = await this.files.keep('screening', found.evidence.text, [tenant]);
      const { lists: named, listVersion, result } = found;
      const until = facts.businessDate;
      answers.push({ party, lists: named, listVersion, result, until, evidence: hash });
    }
    return { ok: true, value: answers };
  }

  async opened(names: readonly string[], parties: readonly string[]): Promise<ReadonlySet<string>> {
    const operator = await operatorOf(this.options.database, this.options.channel);
    const found = new Set<string>();
    if (operator === null) return found;
    for (const name of new Set(names)) {
      const opens = name.startsWith('file:')
        ? await this.files.opens(name.slice('file:'.length), [operator, ...parties])
        : await this.stands(operator, name);
      if (opens) found.add(name);
    }
    return found;
  }

  /** Whether the read model has the row `type~id`. */
  private async stands(operator: string, name: string): Promise<boolean> {
    const [type = '', ...id] = name.split('~');
    const table = tableOf(type as EntityType);
    const rows = await this.as(operator, `select 1 from book.${table} where id = $1`, [
      id.join('~'),
    ]);
    return rows.length > 0;
  }

  private as<R>(tenant: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.options.database.withTenant({ tenant, actor: 'examiner' }, sql =>
      sql.query<R>(text, values),
    );
  }
}

function refused(code: string, facts: Readonly<Record<string, string>>): Outcome<never> {
  return { ok: false, error: { code, facts } };
}
