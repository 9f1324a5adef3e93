import type { RuleText } from './texts.ts';

/** Titles and remedies of what envelopes and single formats are held to, in English. */
export const FORMAT_EN: Readonly<Record<string, RuleText>> = {
  'IN-07': {
    title: 'Held back because a fault of the file around it stands.',
    remedy: 'Clear the finding of the file, then replay the load.',
  },
  'LIM-05': {
    title: 'The archive unpacks to {bytes} bytes, more than its size or our limit allows.',
    remedy: 'Save the workbook again, or split the export.',
  },
  'LIM-06': { title: 'The archive has {parts} parts.', remedy: 'Split the export.' },
  'LIM-08': {
    title: 'The workbook is protected by a password or carries macros.',
    remedy: 'Save it as XLSX without password and macros, or as CSV.',
  },
  'LIM-09': {
    title: 'The archive names the part “{part}” twice, as a link, or outside of itself.',
    remedy: 'Save the workbook again with a spreadsheet program.',
  },
  'XLS-01': {
    title: 'The workbook is damaged at “{part}”.',
    remedy: 'Save the workbook again, or send it again whole.',
  },
  'XLS-02': {
    title: 'The sheet “{sheet}” is hidden and was not read.',
    remedy: 'Show the sheet and save the workbook if its rows are wanted.',
  },
  'XLS-03': {
    title: 'The cells {range} are merged; their value counts in the first one only.',
    remedy: 'Take the cells apart if each row is to have the value.',
  },
  'XLS-04': {
    title: 'The workbook takes values from other files; what it stored of them was read.',
    remedy: 'Nothing to do where the workbook was up to date when it was saved.',
  },
  'XLS-05': {
    title: 'The formula has no stored result.',
    remedy: 'Open the workbook in a spreadsheet program, let it calculate, and save it.',
  },
  'XLS-06': {
    title: 'The sheet “{sheet}” is no table that is known and was not read.',
    remedy: 'Name the sheet in a mapping profile if its rows are wanted.',
  },
  'IDOC-01': {
    title: 'The record “{record}” cannot stand here: the file is cut, or its lengths are changed.',
    remedy: 'Export the IDoc again; no editor may change its lengths.',
  },
  'IDOC-02': {
    title: 'The segment {segment} is an extension of the sender and was not read.',
    remedy: 'Nothing to do unless it holds amounts or dates that count.',
  },
  'IDOC-03': {
    title: 'The control record marks the IDoc as a test.',
    remedy: 'Ask the sender for the real document.',
  },
  'JSON-01': {
    title: 'The text is no JSON at “{found}”.',
    remedy: 'Export the file again; it may have been cut.',
  },
  'JSON-02': {
    title: 'The system answered with an error: {message}',
    remedy: 'Ask the system’s administrator, then fetch the data again.',
  },
  'JSON-03': {
    title: 'The record is in state “{state}” in {system}: a draft, or cancelled.',
    remedy: 'Post the document in its system and fetch it again; a cancelled one claims nothing.',
  },
  'JSON-04': {
    title: 'The rows do not say what their columns are.',
    remedy: 'Send FormId and FieldKeys of the query beside its rows.',
  },
  'X12-01': {
    title: 'The interchange does not begin with a readable ISA segment.',
    remedy: 'Ask the sender for the whole interchange, from ISA to IEA.',
  },
  'X12-02': {
    title: 'ISA has {found} characters instead of 106; its blanks were taken off on the way.',
    remedy: 'Nothing to do; the marks were read by position of the elements.',
  },
  'X12-03': {
    title: 'A line end terminates the segments.',
    remedy: 'Nothing to do; it was read so.',
  },
  'X12-04': {
    title: 'Group {found} does not fit transaction set {type}; it belongs in {expected}.',
    remedy: 'Tell the sender; the set was read by ST01.',
  },
  'X12-05': {
    title: 'SE states {stated} segments, the set has {found}.',
    remedy: 'Ask the sender for the set again; segments may be lost.',
  },
  'X12-06': {
    title: 'GE states {stated} transaction sets, the group has {found}.',
    remedy: 'Ask the sender for the group again; sets may be lost.',
  },
  'X12-07': {
    title: 'IEA states {stated} groups, the interchange has {found}.',
    remedy: 'Ask the sender for the interchange again.',
  },
  'X12-08': {
    title: 'ST “{opened}” and SE “{closed}” do not belong together.',
    remedy: 'Ask the sender for the set again; its beginning or its end is damaged.',
  },
  'X12-09': {
    title: 'GE closes group {closed}, GS opened {opened}.',
    remedy: 'Ask the sender for the group again.',
  },
  'X12-10': {
    title: 'IEA closes interchange {closed}, ISA opened {opened}.',
    remedy: 'Ask the sender for the interchange again.',
  },
  'X12-11': {
    title: 'Control number {control} ({name}) stands twice in the file.',
    remedy:
      'Check whether the same interchange was sent twice; its documents are compared one by one.',
  },
  'X12-12': {
    title: 'Transaction set number {control} stands twice in its group.',
    remedy: 'Ask the sender which of the two counts; the second is held.',
  },
  'X12-20': {
    title: 'CTT counts {stated} lines, the set has {found}.',
    remedy: 'Ask the sender; lines may be lost.',
  },
  'X12-21': {
    title: 'TDS01 is {stated}, the lines add up to {lines}; {difference} stands between them.',
    remedy:
      'Where charges or taxes explain it nothing is to do; otherwise ask the sender for the missing ones.',
  },
  'EDI-01': {
    title: 'The file has no UNB segment.',
    remedy: 'Ask the sender for the whole interchange, from UNB to UNZ.',
  },
  'EDI-02': {
    title: 'The file has no UNZ at its end: it is cut.',
    remedy: 'Send the file again, whole.',
  },
  'EDI-03': {
    title: 'UNT states {stated} segments, the message has {found}.',
    remedy: 'Ask the sender for the message again; segments may be lost.',
  },
  'EDI-04': {
    title: 'UNE states {stated} messages, the group has {found}.',
    remedy: 'Ask the sender for the group again.',
  },
  'EDI-05': {
    title: 'UNZ states {stated}, the interchange has {found} {of}.',
    remedy: 'Ask the sender for the interchange again; messages may be lost.',
  },
  'EDI-06': {
    title: 'UNT closes message {closed}, UNH opened {opened}.',
    remedy: 'Ask the sender for the message again.',
  },
  'EDI-07': {
    title: 'UNE closes group {closed}, UNG opened {opened}.',
    remedy: 'Ask the sender for the group again.',
  },
  'EDI-08': {
    title: 'UNZ closes interchange {closed}, UNB opened {opened}.',
    remedy: 'Ask the sender for the interchange again.',
  },
  'EDI-09': {
    title: 'Message reference {reference} stands twice in the interchange.',
    remedy: 'Ask the sender which of the two counts; the second is held.',
  },
  'EDI-10': {
    title: 'UNT {reference} ends a message that no UNH began.',
    remedy: 'Ask the sender for the message again; its beginning is damaged.',
  },
  'EDI-12': {
    title: 'CNT counts {stated} lines, the message has {found}.',
    remedy: 'Ask the sender; lines may be lost.',
  },
  'CUR-04': {
    title: 'No currency is named; {format} then counts in {currency}.',
    remedy: 'If the partner counts in another currency, ask that it be named.',
  },
  'MAP-15': {
    title: 'The message names no {party}; the end of its interchange ({id}) stands for it.',
    remedy: 'Ask the sender to name the party in the message.',
  },
  'PAY-03': {
    title: 'The items add up to {computed}, the total is {stated} (minor units).',
    remedy: 'Ask the payer which items are missing.',
  },
  'EDI-11': {
    title: '“{value}” names no agency of code list 3055.',
    remedy: 'Ask the sender to name the agency that keeps the code.',
  },
  'BANK-10': {
    title: 'The entry “{text}” is not formed as field 61 is.',
    remedy: 'Export the statement again; the entry was not read.',
  },
  'BANK-11': {
    title: 'Transaction id {id} stands twice in the statement.',
    remedy: 'Ask the bank whether the entry happened twice; until then none of them is read.',
  },
  'BANK-12': {
    title: 'The entry corrects one that was sent before ({action}).',
    remedy: 'Ask the bank for a statement that holds the corrected entries alone.',
  },
  'BANK-13': {
    title: 'Record {record} states a control total of {stated}, its records add up to {found}.',
    remedy: 'Fetch the file again from the bank; amounts are changed or missing.',
  },
  'BANK-14': {
    title: 'Record {record} states {stated} {of}, there are {found}.',
    remedy: 'Fetch the file again from the bank; parts may be lost or doubled.',
  },
  'BANK-15': {
    title: 'The closing {record} is missing: the file is cut.',
    remedy: 'Fetch the file again, whole.',
  },
  'BANK-16': {
    title: '“{text}” cannot be read where it stands.',
    remedy: 'Export the file again; if it comes out the same, show the line to the bank.',
  },
  'BANK-17': {
    title: 'The group has status {status}: it deletes, corrects or tests and is no update.',
    remedy: 'Ask the bank for a file of updates; what was sent before stays as it is.',
  },
  'BANK-18': {
    title: 'The parts of the split add up to {found}, the entry is {stated}.',
    remedy: 'Export the account again; the entry and its parts contradict each other.',
  },
  'BANK-19': {
    title: 'The list “{list}” holds no entries of a bank account and is not read.',
    remedy: 'Export the bank account alone.',
  },
  'BANK-20': {
    title: 'The bank tells the sums of the account and no entries; they explain its balances.',
    remedy: 'Ask the bank for the details where entries are to be matched.',
  },
  'DAT-04': {
    title: '{value} is no day of its month; it was read as {read}.',
    remedy: 'Nothing to do where the bank counts 30 days a month.',
  },
  'PAY-01': {
    title: 'The control says {stated}, the payments are {computed}.',
    remedy: 'Make the payment file again; payments may be missing.',
  },
  'PDF-01': {
    title: 'The PDF carries no invoice as attachment.',
    remedy:
      'Send the XML of the invoice, or a PDF with factur-x.xml inside; the page itself is not read.',
  },
  'PDF-02': {
    title: 'The PDF carries several invoices that differ: {names}.',
    remedy: 'Ask the sender which one counts and send that one alone.',
  },
  'CN-07': {
    title: 'The bureau’s signature does not fit the bytes of the invoice.',
    remedy: 'Fetch the invoice again from the tax bureau; this copy was changed.',
  },
  'CN-09': {
    title: 'Posted on {postedOn}, before the invoice was issued on {issuedOn}.',
    remedy: 'Ask the accountant for the voucher; a posting follows its invoice.',
  },
  'CN-12': {
    title: 'Input tax of {amount} is transferred out, while the flag says that none was.',
    remedy: 'Ask the accountant which of the two is right.',
  },
};
