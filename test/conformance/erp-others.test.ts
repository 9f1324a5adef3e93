import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CanonicalDocument, Detail, Entry, Statement } from '../../domain/document/index.ts';
import { decode } from '../../ingest/decode.ts';
import { headerNames, readRows } from '../../ingest/format/csv/index.ts';
import { LIMITS } from '../../ingest/limits.ts';
import { readFile } from '../../ingest/read.ts';
import { describeSamples, sampleJson, samplePath } from '../fixture/samples.ts';

const context = { tenant: 't', load: 'l', sha256: (text: string): string => text };

function statementOf(path: string): Statement {
  const found = readFile({ bytes: readFileSync(path), name: basename(path) }, { context });
  const document: CanonicalDocument | undefined = found.ok
    ? found.value.records[0]?.document
    : undefined;
  if (!document || !('balances' in document)) throw new Error(path);
  return document;
}

/** What another reader of camt wrote down; a part that it named before is `__RECURSIVITY__`. */
type Told = any;

const day = (told: Told): string | undefined => told?.['0']?.slice(0, 10);
const money = (told: Told): string | undefined =>
  told ? `${told.getAmount} ${told.getCurrency.getCode}` : undefined;
const isTold = (told: Told): boolean => told !== undefined && told !== '__RECURSIVITY__';

const BALANCES: Readonly<Record<string, string>> = {
  opening: 'OPBD',
  closing: 'CLBD',
  opening_available: 'OPAV',
  closing_available: 'CLAV',
};

function toldStatement(told: Told): unknown {
  return {
    number: told.getId,
    account: told.getAccount.getIdentification,
    sequence: told.getElectronicSequenceNumber,
    legalSequence: told.getLegalSequenceNumber,
    page: told.getPagination?.getPageNumber,
    copy: /^(CODU|COPY|DUPL)$/.test(told.getCopyDuplicateIndicator),
    issuedOn: day(told.getCreatedOn),
    from: day(told.getFromDate),
    to: day(told.getToDate),
    note: told.getAdditionalInformation,
    balances: (told.getBalances ?? []).map((balance: Told) => [
      BALANCES[balance.getType],
      money(balance.getAmount),
      day(balance.getDate),
    ]),
  };
}

function ownStatement(statement: Statement): unknown {
  const { account, number, sequence, legalSequence, page, copy, issuedOn, from, to } = statement;
  return {
    number,
    account: account.iban ?? account.other,
    ...{ sequence, legalSequence, page, copy, issuedOn, from, to },
    note: statement.notes.map(note => note.text).join('\n'),
    balances: statement.balances.map(({ code, amount, on }) => [
      code,
      `${amount.minor} ${amount.currency}`,
      on,
    ]),
  };
}

function toldEntry(told: Told): unknown {
  return {
    amount: money(told.getAmount),
    bankReference: told.getAccountServicerReference,
    bankCode: told.getBankTransactionCode.getDomain.getFamily.getSubFamilyCode,
    bookedOn: day(told.getBookingDate),
    valueOn: day(told.getValueDate),
    reversal: told.getReversalIndicator,
    isBooked: told.getStatus === 'BOOK',
    details: told.getTransactionDetails.map((detail: Told) =>
      toldDetail(isTold(detail) ? detail : told.getTransactionDetail),
    ),
  };
}

function toldDetail(told: Told): unknown {
  const remittance = told.getRemittanceInformation;
  const named = (parts: Told, own: Told): Told[] =>
    parts.map((part: Told) => (isTold(part) ? part : own));
  const structured = named(remittance.getStructuredBlocks, remittance.getStructuredBlock);
  const free = named(remittance.getUnstructuredBlocks, remittance.getUnstructuredBlock);
  const references = structured.map(block =>
    isTold(block.getCreditorReferenceInformation)
      ? block.getCreditorReferenceInformation.getRef
      : remittance.getCreditorReferenceInformation.getRef,
  );
  const added = structured.flatMap(block => block.getAdditionalRemittanceInformation ?? []);
  const parties = told.getRelatedParties.map((party: Told) => [
    party.getRelatedPartyType.__CLASS__.split('\\').at(-1).toLowerCase(),
    party.getRelatedPartyType.getName,
    party.getAccount?.getIdentification,
  ]);
  return {
    endToEndId: told.getReference.getEndToEndId,
    amount: money(told.getAmount),
    parties: parties.sort(),
    creditorReference: references[0],
    remittance: [...free.map(block => block.getMessage), ...added, ...references],
  };
}

function ownEntry(entry: Entry): unknown {
  const { amount, bankReference, bankCode, bookedOn, valueOn, reversal, details } = entry;
  return {
    amount: `${amount.minor} ${amount.currency}`,
    ...{ bankReference, bankCode, bookedOn, valueOn, reversal },
    isBooked: entry.status === 'booked',
    details: details.map(ownDetail),
  };
}

function ownDetail(detail: Detail): unknown {
  const { endToEndId, amount, creditorReference, remittance } = detail;
  const side = (name: 'creditor' | 'debtor'): unknown[] => {
    const party = detail[name];
    const account = detail[`${name}Account`];
    return party ? [[name, party.name, account?.iban ?? account?.other]] : [];
  };
  return {
    endToEndId,
    amount: amount && `${amount.minor} ${amount.currency}`,
    parties: [...side('creditor'), ...side('debtor')],
    creditorReference,
    remittance,
  };
}

describeSamples('erp', 'camt as another reader reads it', () => {
  test.each(['camt053.v8', 'camt054.v2'])(
    '%s: account, balances, entries, references, parties, remittance',
    name => {
      const told = sampleJson(`erp/iso20022-camt/${name}.json`);
      const statement = statementOf(samplePath('erp', 'iso20022-camt', `${name}.xml`));
      expect(ownStatement(statement)).toEqual(toldStatement(told.getEntries[0].getRecord));
      expect(statement.entries.map(ownEntry)).toEqual(told.getEntries.map(toldEntry));
    },
  );
});

describeSamples('erp', 'csv-spectrum', () => {
  const folder = samplePath('erp', 'csv');
  const expected = readdirSync(folder).filter(name => /^spectrum-.*\.json$/.test(name));

  test('rows are those of the JSON beside, where the table stands there too', () => {
    const pairs = expected.filter(name => existsSync(join(folder, name.replace('.json', '.csv'))));
    expect(pairs.length).toBeGreaterThan(0);
    for (const name of pairs) {
      const rows = rowsOf(readFileSync(join(folder, name.replace('.json', '.csv'))));
      expect([name, rows]).toEqual([name, sampleJson(`erp/csv/${name}`)]);
    }
  });

  test.each(expected)('%s: written as a table in four ways, the rows come back', name => {
    const rows: Record<string, string>[] = sampleJson(`erp/csv/${name}`);
    const names = Object.keys(rows[0] ?? {});
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const lines = [names, ...rows.map(row => names.map(column => row[column] ?? ''))];
    for (const separator of [',', ';']) {
      for (const end of ['\n', '\r\n']) {
        const text = lines.map(line => line.map(quoted).join(separator)).join(end);
        expect([separator, end, rowsOf(Buffer.from(text))]).toEqual([separator, end, rows]);
      }
    }
  });
});

function rowsOf(bytes: Uint8Array): Record<string, string>[] {
  const decoded = decode(bytes, {});
  const read = decoded.ok ? readRows(decoded.value.text, LIMITS, undefined) : undefined;
  if (!read?.ok) throw new Error('not read');
  const names = headerNames(read.value.header);
  return Array.from(read.value.rows, row =>
    Object.fromEntries(names.map((name, at) => [name, row.cells[at]?.text ?? ''])),
  );
}
