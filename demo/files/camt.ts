import { createHash } from 'node:crypto';
import { decimal } from './ubl.ts';

/** One booked entry of a day, as the bank tells it. Amounts in fen, above zero. */
export type BankEntry = {
  readonly credit: boolean;
  readonly amount: bigint;
  readonly reference: string;
  readonly endToEndId: string;
  readonly party: { readonly name: string; readonly account: string };
  readonly text: string;
};

export type BankDay = {
  readonly account: string;
  readonly date: string;
  readonly sequence: number;
  readonly opening: bigint;
  readonly entries: readonly BankEntry[];
};

/** A camt.053.001.08 statement of one day; its balances hold. */
export function camt053(day: BankDay): { readonly xml: string; readonly closing: bigint } {
  const closing = day.entries.reduce(
    (sum, { credit, amount }) => (credit ? sum + amount : sum - amount),
    day.opening,
  );
  const id = `STMT-${day.account.slice(-6)}-${day.date}-${day.sequence}`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day.date}T18:00:00+08:00</CreDtTm>
<MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>
<Stmt><Id>${id}</Id><ElctrncSeqNb>${day.sequence}</ElctrncSeqNb>
<LglSeqNb>${day.sequence}</LglSeqNb><CreDtTm>${day.date}T18:00:00+08:00</CreDtTm>
<FrToDt><FrDtTm>${day.date}T00:00:00+08:00</FrDtTm><ToDtTm>${day.date}T23:59:59+08:00</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>${day.account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>
${balance('OPBD', day.opening, day.date)}${balance('CLBD', closing, day.date)}
${day.entries.map(entry => entryXml(entry, day.date)).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`;
  return { xml, closing };
}

/** A UETR that is the same for the same reference. */
export function uetrOf(reference: string): string {
  const hex = createHash('sha256').update(`uetr ${reference}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function balance(code: string, fen: bigint, date: string): string {
  const sign = fen < 0n ? 'DBIT' : 'CRDT';
  const size = fen < 0n ? -fen : fen;
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${decimal(size)}</Amt>
<CdtDbtInd>${sign}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function entryXml(entry: BankEntry, date: string): string {
  const indicator = entry.credit ? 'CRDT' : 'DBIT';
  const side = entry.credit ? 'Dbtr' : 'Cdtr';
  return `<Ntry><NtryRef>${entry.reference}</NtryRef><Amt Ccy="CNY">${decimal(entry.amount)}</Amt>
<CdtDbtInd>${indicator}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${date}</Dt></BookgDt>
<ValDt><Dt>${date}</Dt></ValDt><AcctSvcrRef>${entry.reference}</AcctSvcrRef>
<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>
<Refs><EndToEndId>${entry.endToEndId}</EndToEndId><UETR>${uetrOf(entry.reference)}</UETR></Refs>
<Amt Ccy="CNY">${decimal(entry.amount)}</Amt><CdtDbtInd>${indicator}</CdtDbtInd>
<RltdPties><${side}><Pty><Nm>${entry.party.name}</Nm></Pty></${side}>
<${side}Acct><Id><Othr><Id>${entry.party.account}</Id></Othr></Id></${side}Acct></RltdPties>
<RmtInf><Ustrd>${entry.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}
