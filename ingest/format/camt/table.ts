import { first, firstPart, group, many, part, value, type Mapping } from '../mapping.ts';

const PARTY: Mapping = [
  first('name', 'Nm', 'Pty/Nm'),
  first(
    'id',
    'Id/OrgId/AnyBIC',
    'Id/OrgId/BICOrBEI',
    'Pty/Id/OrgId/AnyBIC',
    'Id/OrgId/Othr/Id',
    'Pty/Id/OrgId/Othr/Id',
  ),
  firstPart('address', 'PstlAdr', [
    many('lines', 'AdrLine'),
    value('city', 'TwnNm'),
    value('postcode', 'PstCd'),
    value('country', 'Ctry'),
  ]),
];

const ACCOUNT: Mapping = [
  value('iban', 'Id/IBAN'),
  value('id', 'Id/Othr/Id'),
  value('currency', 'Ccy'),
  first('bic', 'Svcr/FinInstnId/BIC', 'Svcr/FinInstnId/BICFI'),
  first('bankName', 'Svcr/FinInstnId/Nm'),
];

const BALANCE: Mapping = [
  first('code', 'Tp/CdOrPrtry/Cd', 'Tp/CdOrPrtry/Prtry'),
  value('amount', 'Amt'),
  value('sign', 'CdtDbtInd'),
  first('on', 'Dt/Dt', 'Dt/DtTm'),
];

const DETAIL: Mapping = [
  value('endToEndId', 'Refs/EndToEndId'),
  value('transactionId', 'Refs/TxId'),
  value('uetr', 'Refs/UETR'),
  value('mandate', 'Refs/MndtId'),
  first('amount', 'Amt', 'AmtDtls/TxAmt/Amt'),
  first('instructed', 'AmtDtls/InstdAmt/Amt'),
  value('sign', 'CdtDbtInd'),
  part('debtor', 'RltdPties/Dbtr', PARTY),
  part('creditor', 'RltdPties/Cdtr', PARTY),
  part('ultimateDebtor', 'RltdPties/UltmtDbtr', PARTY),
  part('ultimateCreditor', 'RltdPties/UltmtCdtr', PARTY),
  part('debtorAccount', 'RltdPties/DbtrAcct', ACCOUNT),
  part('creditorAccount', 'RltdPties/CdtrAcct', ACCOUNT),
  many('remittance', 'RmtInf/Ustrd'),
  many('remittance', 'RmtInf/Strd/AddtlRmtInf'),
  many('remittance', 'RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/CdtrRefInf/CdtrRef'),
  first('creditorReference', 'RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/CdtrRefInf/CdtrRef'),
  group('structured', 'RmtInf/Strd', [
    first('number', 'RfrdDocInf/Nb', 'RfrdDocInf/RfrdDocNb'),
    first('issuedOn', 'RfrdDocInf/RltdDt'),
    first('amount', 'RfrdDocAmt/RmtdAmt', 'RfrdDocAmt/DuePyblAmt'),
  ]),
  first('returnCode', 'RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry'),
];

const ENTRY: Mapping = [
  value('reference', 'NtryRef'),
  value('amount', 'Amt'),
  value('sign', 'CdtDbtInd'),
  value('reversal', 'RvslInd'),
  first('status', 'Sts/Cd', 'Sts/Prtry', 'Sts'),
  first('bookedOn', 'BookgDt/Dt', 'BookgDt/DtTm'),
  first('valueOn', 'ValDt/Dt', 'ValDt/DtTm'),
  value('bankReference', 'AcctSvcrRef'),
  first('bankCode', 'BkTxCd/Domn/Fmly/SubFmlyCd', 'BkTxCd/Prtry/Cd'),
  group('details', 'NtryDtls/TxDtls', DETAIL),
];

/** Stmt, Rpt and Ntfctn of camt.052, 053 and 054, versions 2 to 13. */
export const STATEMENT: Mapping = [
  value('number', 'Id'),
  value('sequence', 'ElctrncSeqNb'),
  value('legalSequence', 'LglSeqNb'),
  value('issuedOn', 'CreDtTm'),
  value('copy', 'CpyDplctInd'),
  first('page', 'StmtPgntn/PgNb', 'RptPgntn/PgNb', 'NtfctnPgntn/PgNb'),
  first('lastPage', 'StmtPgntn/LastPgInd', 'RptPgntn/LastPgInd', 'NtfctnPgntn/LastPgInd'),
  first('from', 'FrToDt/FrDtTm', 'FrToDt/FrDt'),
  first('to', 'FrToDt/ToDtTm', 'FrToDt/ToDt'),
  part('account', 'Acct', ACCOUNT),
  part('owner', 'Acct/Ownr', PARTY),
  group('balances', 'Bal', BALANCE),
  first('entryCount', 'TxsSummry/TtlNtries/NbOfNtries'),
  first('creditCount', 'TxsSummry/TtlCdtNtries/NbOfNtries'),
  first('creditSum', 'TxsSummry/TtlCdtNtries/Sum'),
  first('debitCount', 'TxsSummry/TtlDbtNtries/NbOfNtries'),
  first('debitSum', 'TxsSummry/TtlDbtNtries/Sum'),
  group('entries', 'Ntry', ENTRY),
  many('notes', 'AddtlStmtInf', 'AddtlRptInf', 'AddtlNtfctnInf'),
];
