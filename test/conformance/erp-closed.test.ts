import { readFileSync } from 'node:fs';
import { answersTo } from '../../ingest/acknowledge/index.ts';
import { sha256Hex } from '../../ingest/commitment.ts';
import { answerInvoice, answerLoad, loadFile } from '../../ingest/index.ts';
import { readFile } from '../../ingest/read.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';
import { hasSamples, samplePath } from '../fixture/samples.ts';

const { newId, inTenant } = ingestStage();
const WHO = { by: 'anna', person: 'person-anna' };

/** One invoice whose date is no day: the 997 rejects it, the 824 says why. */
const FAULTY = [
  'ISA*00*          *00*          *ZZ*SUPPLIER       *ZZ*BUYER          *260301*1200*U*00401*000000007*0*P*>~',
  'GS*IN*SUP*BUY*20260301*1200*7*X*004010~ST*810*0001~BIG*20261301*I1*20260201*PO9~',
  'N1*SE*Maker*92*S1~N1*BY*Taker*92*B1~IT1*1*10*EA*5**VP*A~TDS*5000~CTT*1~SE*8*0001~',
  'GE*1*7~IEA*1*000000007~',
].join('');

type Sent = { readonly syntax: string; readonly text: string; readonly code: string | null };

async function bring(tenant: string, text: string, name: string): Promise<string> {
  const file = { bytes: Buffer.from(text), name, source: 'test' };
  return (await inTenant(tenant, c => loadFile(c, file))).load;
}

const sent = (tenant: string): Promise<Sent[]> =>
  inTenant(tenant, c =>
    c.sql.query<Sent>('select syntax, text, closed_code as code from erp.answer order by syntax'),
  );

/** What the other side writes back to a text of ours. */
function reply(text: string, number: number): string {
  const bytes = Buffer.from(text);
  const context = { tenant: 't', load: 'l', sha256: sha256Hex };
  const read = readFile({ bytes, name: 'answer' }, { context });
  if (!read.ok) throw new Error('our answer is not read');
  const by = { at: '2026-03-02T10:00:00.000Z', nextControl: () => number, newId };
  return answersTo(bytes, read.value, by)[0]?.text ?? '';
}

test('an application advice is closed by the 997 of its receiver, and by nobody else', async () => {
  const tenant = newId();
  const load = await bring(tenant, FAULTY, 'in.x12');
  expect(await inTenant(tenant, c => answerLoad(c, load, WHO))).toEqual({ ok: true, value: 2 });
  const [advice, functional] = await sent(tenant);
  expect([advice?.syntax, functional?.syntax]).toEqual(['824', '997']);
  expect([advice?.code, functional?.code]).toEqual([null, null]);
  const answer = reply(advice?.text ?? '', 500);
  expect(answer).toContain('AK1*AG*2~');

  await bring(tenant, answer.replace('SUPPLIER       ', 'STRANGER       '), 'stranger.x12');
  expect((await sent(tenant)).map(({ code }) => code)).toEqual([null, null]);
  await bring(newId(), answer, 'of-another-party.x12');
  expect((await sent(tenant)).map(({ code }) => code)).toEqual([null, null]);

  await bring(tenant, answer, 'reply.x12');
  expect((await sent(tenant)).map(({ code }) => code)).toEqual(['A', null]);
  // What the other side says later of the same group changes nothing.
  const later = reply(advice?.text ?? '', 501).replace('AK9*A*', 'AK9*R*');
  await bring(tenant, later, 'later.x12');
  expect((await sent(tenant)).map(({ code }) => code)).toEqual(['A', null]);
});

const withSamples = hasSamples('erp', 'erp-closed') ? test : test.skip;

withSamples(
  'an invoice response is closed by the message level response that names it',
  async () => {
    const tenant = newId();
    const invoice = readFileSync(samplePath('erp', 'peppol-bis3', 'base-example.xml'), 'utf8');
    await bring(tenant, invoice, 'invoice.xml');
    const document = await inTenant(tenant, async c => {
      const [row] = await c.sql.query<{ id: string }>('select id from erp.document');
      return row?.id ?? '';
    });
    const word = { document, code: 'AP', reasons: [], actions: [] } as const;
    expect(await inTenant(tenant, c => answerInvoice(c, word, WHO))).toMatchObject({ ok: true });
    const [response] = await sent(tenant);
    const mlr = (id: string): string => levelResponse.replaceAll('RESPONSE', id);
    await bring(tenant, mlr('another'), 'other.xml');
    expect((await sent(tenant))[0]?.code).toBeNull();
    const [, id = ''] = /<cbc:ID>([^<]+)</.exec(response?.text ?? '') ?? [];
    await bring(tenant, mlr(id), 'mlr.xml');
    expect((await sent(tenant))[0]?.code).toBe('AB');
  },
);

/** A message level response of Peppol (T71) as an access point writes it. */
const levelResponse = `<ApplicationResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:mlr:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:mlr:3</cbc:ProfileID>
  <cbc:ID>MLR-RESPONSE</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>
  <cac:SenderParty><cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID></cac:SenderParty>
  <cac:ReceiverParty><cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID></cac:ReceiverParty>
  <cac:DocumentResponse><cac:Response><cbc:ResponseCode>AB</cbc:ResponseCode></cac:Response>
  <cac:DocumentReference><cbc:ID>RESPONSE</cbc:ID></cac:DocumentReference></cac:DocumentResponse>
</ApplicationResponse>`;
