import type { RuleText } from './texts.ts';

/** Titles and remedies in English. */
export const EN: Readonly<Record<string, RuleText>> = {
  'IN-02': { title: 'The upload was cut off.', remedy: 'Send the file again.' },
  'IN-05': {
    title: 'The file has no records.',
    remedy: 'Export the file again; a file with a header only is not taken as zero records.',
  },
  'IN-06': {
    title: 'Held back because another record of the file is not good.',
    remedy: 'Correct the other records, or load with policy “record”.',
  },
  'SN-01': {
    title: 'The content of the file is not recognised.',
    remedy:
      'Send an invoice, order, despatch or receipt as UBL, a bank statement as camt.053, or a table as CSV.',
  },
  'SN-02': {
    title: 'The name ends in .{name}, but the content is {content}.',
    remedy: 'Send the file under its true type; nothing is converted silently.',
  },
  'SN-03': {
    title: 'Files of kind {kind} ({format}) are not read yet.',
    remedy: 'Send UBL, camt.052/053/054 or CSV instead; the raw file is kept.',
  },
  'XML-01': {
    title: 'The XML is not well-formed: {message}',
    remedy: 'Correct the file at the line and column named, or export it again.',
  },
  'LIM-01': {
    title: 'The file is larger than a file may be ({bytes} bytes).',
    remedy: 'Split the export by month.',
  },
  'LIM-02': {
    title: 'Elements are nested too deeply.',
    remedy: 'Export the document again; more than 100 levels are refused.',
  },
  'LIM-03': {
    title: 'A field is too long.',
    remedy: 'Check for a missing quote or end tag at this place.',
  },
  'LIM-04': {
    title: 'The table has too many columns.',
    remedy: 'Remove columns that hold no data; 1,000 are the most.',
  },
  'LIM-07': { title: 'Old .xls workbooks are not read.', remedy: 'Save it as CSV.' },
  'LIM-10': {
    title: 'The XML carries a DOCTYPE.',
    remedy: 'Remove the DOCTYPE; business documents need none, and it can hide an attack.',
  },
  'LIM-11': { title: 'The document has too many elements.', remedy: 'Split the export.' },
  'LIM-12': {
    title: 'An element has too many attributes.',
    remedy: 'Export the document again; 256 attributes are the most.',
  },
  'LIM-13': { title: 'The table has too many rows.', remedy: 'Split the export.' },
  'ENC-01': {
    title: 'The file begins with a byte order mark ({charset}).',
    remedy: 'Nothing to do; it was read as {charset}.',
  },
  'ENC-02': {
    title: 'The file says it is {declared}, but it is {real}.',
    remedy: 'Nothing to do; ask the sender to declare the charset rightly.',
  },
  'ENC-03': {
    title: 'The charset is not known for sure; it is perhaps {guess}.',
    remedy: 'Name the charset in the mapping profile, or save the file as UTF-8.',
  },
  'ENC-04': {
    title: 'Characters were lost before the file came here.',
    remedy: 'Export again from the system that still has them.',
  },
  'ENC-05': { title: 'The file holds a NUL character.', remedy: 'Export the file again as text.' },
  'TXT-02': {
    title: 'Invisible marks were taken out of “{value}”.',
    remedy: 'Nothing to do; clean the master data in the source system.',
  },
  'TXT-03': {
    title: '“{value}” mixes letters of different scripts that look alike.',
    remedy: "Compare it with the party's registered name.",
  },
  'NUM-01': {
    title: '“{value}” is not a number.',
    remedy: 'Write plain digits with one decimal point.',
  },
  'NUM-02': {
    title: '“{value}” carried binary noise and was read as its decimal.',
    remedy: 'Nothing to do.',
  },
  'NUM-03': {
    title: '“{value}” has more decimals than its field or currency.',
    remedy: 'Correct the amount, or name a rounding in the mapping profile.',
  },
  'NUM-04': {
    title: '“{value}” can be read in two ways.',
    remedy: 'State the decimal mark and the group mark in the mapping profile.',
  },
  'DAT-01': {
    title: '“{value}” is no day of the calendar.',
    remedy: 'Correct the date; the form is year-month-day.',
  },
  'DAT-02': {
    title: '“{value}” can be read as day-month or month-day.',
    remedy: 'State the date order in the mapping profile.',
  },
  'DAT-03': {
    title: 'The column holds dates in two orders, such as “{value}”.',
    remedy: 'Export the column in one form.',
  },
  'CUR-01': {
    title: 'No currency is declared; {currency} was taken from the totals.',
    remedy: 'Nothing to do.',
  },
  'CUR-02': {
    title: 'Currency “{currency}” is not carried by this product.',
    remedy: 'Correct the currency code (ISO 4217).',
  },
  'CUR-03': {
    title: 'No currency is declared and the totals use several: {found}.',
    remedy: "Declare the document's currency.",
  },
  'MAP-01': {
    title: 'A mandatory field is missing.',
    remedy: 'Fill the field named in the place and send the file again.',
  },
  'MAP-03': {
    title: 'Field {field} stands more than once, or with two values.',
    remedy: 'Leave one.',
  },
  'MAP-04': {
    title: 'An element holds other elements where a value is due.',
    remedy: 'Export the document again.',
  },
  'MAP-05': { title: '“{value}” is neither yes nor no.', remedy: 'Write true or false.' },
  'MAP-08': {
    title: 'OIOUBL writes the tax into TaxExclusiveAmount; {value} was not taken as a net total.',
    remedy: 'Nothing to do.',
  },
  'MAP-09': {
    title: 'Transform “{transform}” is {state}.',
    remedy: 'Use one of: trim, upper, date, decimal, dc, split, lookup, default.',
  },
  'MAP-10': {
    title: 'No mapping profile fits the columns: {headers}',
    remedy: 'Save a profile for this table and load the file again.',
  },
  'MAP-11': {
    title: 'A {kind} has no field “{field}”.',
    remedy: 'Choose a field from the list of this kind.',
  },
  'MAP-12': {
    title: 'The mapping profile is not well-formed here.',
    remedy: 'Give name, kind and columns, each with from and to.',
  },
  'MAP-13': {
    title: 'Column “{column}” of the profile is not in the table.',
    remedy: 'Correct the profile or the export.',
  },
  'MAP-14': {
    title: 'There is no saved profile “{profile}”.',
    remedy: 'Save it first, or name another.',
  },
  'CSV-01': {
    title: 'The row has {found} cells, the header {expected}.',
    remedy: 'Correct the row; a separator inside a text needs quotes.',
  },
  'CSV-02': {
    title: 'Header {position} “{header}” is {why}.',
    remedy: 'Give every column a name of its own; with equal names one of them would be lost.',
  },
  'CSV-03': {
    title: 'A quote opens here and never closes.',
    remedy: 'Close the quote, or double quotes inside the text.',
  },
  'CSV-04': {
    title: 'Text follows a closing quote.',
    remedy: 'Put a separator after the quote, or double quotes inside the text.',
  },
  'CSV-05': {
    title: 'The spreadsheet has destroyed this number: {value}.',
    remedy: 'Format the column as text before the export.',
  },
  'CSV-08': {
    title: 'The last row adds up {columns} and was left out.',
    remedy: 'Nothing to do where the sums agree; otherwise rows are missing.',
  },
  'ID-01': {
    title: '“{value}” has wrong LEI check digits.',
    remedy: 'Compare it with the register.',
  },
  'ID-02': { title: '“{value}” has wrong IBAN check digits.', remedy: "Ask the account's owner." },
  'ID-03': {
    title: '“{value}” has a wrong GLN check digit.',
    remedy: 'Compare it with the register.',
  },
  'ID-04': {
    title: '“{value}” has a wrong USCC check character.',
    remedy: 'Compare it with the business licence.',
  },
  'ID-06': {
    title: '“{value}” is a placeholder and is never used as a key.',
    remedy: "Enter the party's identifier in the source system.",
  },
  'SCAN-01': {
    title: 'Attachment {name} was held by the scanner.',
    remedy: 'Ask the sender for a clean copy; the document itself is loaded.',
  },
  'SCAN-02': {
    title: 'Attachment {name} is not base64.',
    remedy: 'Ask the sender for the attachment.',
  },
  'TS-01': {
    title: 'The total is {stated}, its parts give {computed}.',
    remedy: 'Correct the document at its issuer.',
  },
  'TS-02': {
    title: 'Due on {dueOn}, before it was issued on {issuedOn}.',
    remedy: 'Correct the due date.',
  },
  'TS-03': {
    title: 'An amount is in {found}, the document in {expected}.',
    remedy: 'Correct the currency.',
  },
  'TS-04': {
    title: 'Payment is due to somebody else than the seller: {to}.',
    remedy: 'The claim may be assigned already; it cannot be offered until a person clears it.',
  },
  'TS-05': {
    title: 'The document is of a factored type.',
    remedy: 'The claim is assigned already; it cannot be offered until a person clears it.',
  },
  'TS-06': {
    title: 'A note speaks of an assignment.',
    remedy: 'Read the note; the claim cannot be offered until a person clears it.',
  },
  'TS-07': {
    title: 'The term from {issuedOn} to {dueOn} is long.',
    remedy: 'Over six months needs a reason; over a year is refused.',
  },
  'TS-08': {
    title: 'Buyer and seller have one identifier: {party}.',
    remedy: 'Correct the parties.',
  },
  'BANK-01': {
    title: 'Opening {opening} and entries {entries} do not give closing {closing}.',
    remedy:
      'Ask the bank for the whole statement; until two persons release it, it matches nothing.',
  },
  'BANK-02': {
    title: 'The bank counts {stated} entries, the file has {found}.',
    remedy: 'Ask the bank for the whole statement.',
  },
  'BANK-03': {
    title: "The bank's sum is {stated}, the entries give {computed}.",
    remedy: 'Ask the bank for the whole statement.',
  },
  'BANK-04': {
    title: 'Statement {before} closed with {closing}, this one opens with {opening}.',
    remedy: 'A statement between them may be missing.',
  },
  'BANK-05': {
    title: 'After statement {before} comes {found}; one between them is missing.',
    remedy: 'Load the missing statement.',
  },
  'BANK-06': {
    title: 'This is page {page} and not the last.',
    remedy: 'Load the remaining pages.',
  },
  'BANK-07': {
    title: 'The statement is a copy.',
    remedy: 'Load the original; copies post nothing.',
  },
  'BANK-08': { title: 'The account “{iban}” has wrong check digits.', remedy: 'Ask the bank.' },
  'BANK-09': {
    title: 'The message holds no statement.',
    remedy: 'Ask the bank for the statement.',
  },
  'ACC-02': {
    title: 'Closing is {stated}, but opening and movements give {computed}.',
    remedy: 'Export the ledger again.',
  },
  'DUP-02': {
    title: 'Number {number} is known with other content.',
    remedy: 'Compare both versions; a person decides which holds.',
  },
  'DUP-11': {
    title:
      'Number {number} is {other} in another spelling ({match}; amount {amount}, date {date}).',
    remedy: 'It is the same invoice; withdraw it, or let a person decide.',
  },
};
