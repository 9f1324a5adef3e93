import { formatDecimal, fromWire, money, parseDecimal, type Money } from '../money/index.ts';
import { invariant } from '../result/index.ts';
import type { BankAccount, PaymentFile, PaymentOrder } from './payout-file.ts';

const PAIN_001 = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

/**
 * Writes a pain.001.001.09 message. Number of transactions and control sum are counted again from
 * what was written, so they are never wrong. Texts are escaped; control signs are refused.
 */
export function writePain001(file: PaymentFile): string {
  const transactions = file.orders.map(order => transaction(order));
  const { count, total } = countWritten(transactions.join(''), file);
  const totals = `<NbOfTxs>${count}</NbOfTxs><CtrlSum>${formatDecimal(total)}</CtrlSum>`;
  const header = [
    tag('MsgId', limited(file.messageId, 35)),
    tag('CreDtTm', file.createdAt),
    totals,
    `<InitgPty>${tag('Nm', limited(file.payer.name, 140))}</InitgPty>`,
  ];
  const payment = [
    tag('PmtInfId', limited(file.messageId, 35)),
    '<PmtMtd>TRF</PmtMtd>',
    totals,
    `<ReqdExctnDt>${tag('Dt', file.executeOn)}</ReqdExctnDt>`,
    `<Dbtr>${tag('Nm', limited(file.payer.name, 140))}</Dbtr>`,
    `<DbtrAcct>${accountId(file.payer)}</DbtrAcct>`,
    `<DbtrAgt>${agent(file.payer)}</DbtrAgt>`,
    ...transactions,
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="${PAIN_001}"><CstmrCdtTrfInitn>`,
    `<GrpHdr>${header.join('')}</GrpHdr>`,
    `<PmtInf>${payment.join('')}</PmtInf>`,
    '</CstmrCdtTrfInitn></Document>\n',
  ].join('');
}

/** Reads amounts and identifiers back from written transactions, in their order. */
export function readOrders(xml: string): readonly {
  readonly endToEndId: string;
  readonly uetr: string;
  readonly amount: Money;
  readonly reference: string;
}[] {
  return [...xml.matchAll(/<CdtTrfTxInf>(.*?)<\/CdtTrfTxInf>/gs)].map(([, inner = '']) => {
    const amount = /<InstdAmt Ccy="([A-Z]{3})">([^<]+)<\/InstdAmt>/.exec(inner);
    const read = parseDecimal(amount?.[2] ?? '', amount?.[1] ?? '');
    invariant('PAIN_001', read.ok, () => 'an amount that we wrote does not read');
    return {
      endToEndId: valueOf(inner, 'EndToEndId'),
      uetr: valueOf(inner, 'UETR'),
      amount: read.value,
      reference: valueOf(inner, 'Ref'),
    };
  });
}

function countWritten(xml: string, file: PaymentFile): { count: number; total: Money } {
  const written = readOrders(xml);
  const same = written.every(({ amount }) => amount.currency === file.currency);
  invariant('PAIN_001', same && written.length === file.orders.length, () => {
    return `${written.length} orders written of ${file.orders.length}, one currency: ${same}`;
  });
  const minor = written.reduce((total, { amount }) => total + amount.minor, 0n);
  return { count: written.length, total: money(minor, file.currency) };
}

function transaction({ payout, payee }: PaymentOrder): string {
  const { endToEndId, uetr, amount, reference } = payout;
  const id = `${tag('EndToEndId', limited(endToEndId, 35))}${tag('UETR', uetr)}`;
  const value = formatDecimal(fromWire(amount));
  const kind = '<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp>';
  return [
    `<CdtTrfTxInf><PmtId>${id}</PmtId>`,
    `<Amt><InstdAmt Ccy="${amount.currency}">${value}</InstdAmt></Amt>`,
    payee.bic === undefined ? '' : `<CdtrAgt>${agent(payee)}</CdtrAgt>`,
    `<Cdtr>${tag('Nm', limited(payee.name, 140))}</Cdtr>`,
    `<CdtrAcct>${accountId(payee)}</CdtrAcct>`,
    `<RmtInf><Strd><CdtrRefInf>${kind}${tag('Ref', reference)}</CdtrRefInf></Strd></RmtInf>`,
    '</CdtTrfTxInf>',
  ].join('');
}

function accountId({ iban, number }: BankAccount): string {
  if (iban !== undefined) return `<Id>${tag('IBAN', iban)}</Id>`;
  return `<Id><Othr>${tag('Id', limited(number ?? 'NOTPROVIDED', 34))}</Othr></Id>`;
}

function agent({ bic }: BankAccount): string {
  const id = bic === undefined ? '<Othr><Id>NOTPROVIDED</Id></Othr>' : tag('BICFI', bic);
  return `<FinInstnId>${id}</FinInstnId>`;
}

function tag(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  invariant('PAIN_001', !/[\u0000-\u001f\u007f]/.test(text), () => 'a control sign in a text');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts to the message's length, by signs and not by halves of them. */
function limited(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

function valueOf(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
