import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { personSeal } from '../../api/keyring/index.ts';
import { NO_STORE } from '../fixture/persons.ts';
import { loadFile } from '../../ingest/index.ts';
import { plantParty } from './canary.ts';
import { DAY, startProduct, type Product } from './harness.ts';
import { accountsOf, freshId, person, type Person } from './persons.ts';

/** The fixture's invoice with the seller's contact and account. */
const INVOICE = Buffer.from(
  readFileSync(new URL('../fixture/ingest/ok/invoice.xml', import.meta.url), 'utf8')
    .replace(
      '<cbc:Name>Seller</cbc:Name></cac:PartyName>',
      `<cbc:Name>Muster GmbH</cbc:Name></cac:PartyName><cac:Contact><cbc:Name>Anna Schmidt</cbc:Name>
       <cbc:ElectronicMail>anna@example.com</cbc:ElectronicMail></cac:Contact>`,
    )
    .replace(
      '<cac:TaxTotal>',
      `<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount>
       <cbc:ID>DE89370400440532013000</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
       <cac:TaxTotal>`,
    ),
);
const PERSONAL = ['Anna Schmidt', 'anna@example.com', 'DE89370400440532013000'];

let product: Product;
const owner = person(freshId(), 'shared-owner', ['admin']);
const viewer = { ...person(owner.party, 'shared-viewer', ['viewer']) };
const funder = person(freshId(), 'shared-funder', ['maker']);
const rater = person(freshId(), 'shared-rater', ['maker']);

beforeAll(async () => {
  product = await startProduct();
  for (const one of [owner, viewer, funder, rater]) await product.accounts.save(accountsOf(one));
  const projector = await product.database.open('tally_projector');
  await plantParty(projector, owner.party, ['enterprise']);
  await plantParty(projector, funder.party, ['funder']);
  await plantParty(projector, rater.party, ['professional']);
  const ingest = await product.database.open('tally_ingest');
  await ingest.withTenant({ tenant: owner.party, actor: 'test' }, sql =>
    loadFile(
      {
        sql,
        tenant: owner.party,
        actor: 'test',
        now: () => new Date().toISOString(),
        newId: freshId,
        random: count => randomBytes(count),
        objects: {
          ...NO_STORE,
          put: bytes => Promise.resolve({ name: createHash('sha256').update(bytes).digest('hex') }),
        },
        persons: personSeal(product.keyring, owner.party),
        keyed: text => createHmac('sha256', 'test').update(text).digest('hex'),
      },
      { bytes: INVOICE, name: 'invoice.xml', source: 'upload' },
    ),
  );
}, 60_000);
afterAll(() => product.stop());

async function consent(to: Person, purpose: string, withdrawnOn: string | null = null) {
  const projector = await product.database.open('tally_projector');
  const body = {
    party: owner.party,
    to: to.party,
    purpose,
    dataClasses: ['invoices'],
    from: DAY,
    until: '2027-01-31',
    withdrawnOn,
  };
  const id = `${owner.party}~${to.party}~${purpose}`;
  await projector.withTenant({ tenant: null, actor: 'test' }, async sql => {
    await sql.query(
      `insert into book.consent (id, body, object, block, tx_index) values ($1, $2, $3, 1, 0)
       on conflict (id) do update set body = $2`,
      [id, JSON.stringify(body), `consent~${id}`],
    );
    for (const party of [owner.party, to.party]) {
      await sql.query(
        `insert into book.viewer (tenant_id, object_id, source, level)
         values ($1, $2, '', 'party') on conflict do nothing`,
        [party, `consent~${id}`],
      );
    }
  });
}

const ASK = `query($party: ID!, $purpose: Purpose!) {
  shared: sharedDocuments(party: $party, purpose: $purpose, first: 10) {
    ... on SharedDocuments { consent documents { edges { node { kind document } } } }
    ... on Refused { code } } }`;

async function askAs(one: Person, purpose: string) {
  const token = await product.tokenOf(one);
  return product.ask(token, ASK, { party: owner.party, purpose });
}

test('without a consent another party reads nothing, and is told which is missing', async () => {
  const { body } = await askAs(funder, 'financing');
  expect(body.data.shared).toEqual({ code: 'CONSENT_MISSING' });
});

test('a funder sees the invoice with its persons masked; the owner finds the read in its log', async () => {
  await consent(funder, 'financing');
  const reply = await askAs(funder, 'financing');
  const [edge] = reply.body.data.shared.documents.edges;
  expect(edge.node.kind).toBe('invoice');
  expect(edge.node.document.seller.name).toBe('Muster GmbH');
  expect(edge.node.document.seller.contact).toEqual({ name: 'A••', email: 'a••@example.com' });
  expect(edge.node.document.means[0].account).toEqual({ iban: '••••••••••••••••••3000' });
  for (const value of PERSONAL) expect(reply.text).not.toContain(value);

  const used = await product.ask(
    await product.tokenOf(owner),
    `{ dataUse(first: 10) { edges { node { reader { objectId } purpose outcome documents fields } } } }`,
  );
  const [latest, refused] = used.body.data.dataUse.edges.map((row: { node: unknown }) => row.node);
  expect(latest).toMatchObject({
    reader: { objectId: funder.party },
    purpose: 'financing',
    outcome: 'done',
    documents: 1,
  });
  expect(latest.fields).toContain('seller.contact.email');
  expect(refused).toMatchObject({ outcome: 'refused', documents: 0, fields: [] });
});

test('a rating sees amounts, neither who trades nor an account', async () => {
  await consent(rater, 'rating');
  const reply = await askAs(rater, 'rating');
  const [edge] = reply.body.data.shared.documents.edges;
  expect(edge.node.document.totals.payable).toEqual({ minor: '11900', currency: 'EUR' });
  expect(edge.node.document.seller.contact).toBeUndefined();
  for (const value of [...PERSONAL, 'Muster', '3000']) expect(reply.text).not.toContain(value);
});

test('what one purpose opens, another does not; a withdrawal ends it at once', async () => {
  expect((await askAs(funder, 'rating')).body.data.shared).toEqual({ code: 'CONSENT_MISSING' });
  await consent(funder, 'financing', DAY);
  expect((await askAs(funder, 'financing')).body.data.shared).toEqual({ code: 'CONSENT_MISSING' });
});

test('within the party itself a viewer sees persons masked, an administrator whole', async () => {
  const ingest = await product.database.open('tally_ingest');
  const [row] = await ingest.withTenant({ tenant: owner.party, actor: 'test' }, sql =>
    sql.query<{ id: string }>('select id from erp.document'),
  );
  const ask = `{ sourceDocument(id: "${row?.id ?? ''}") { canonical provenance { field value } } }`;
  const whole = await product.ask(await product.tokenOf(owner), ask);
  const masked = await product.ask(await product.tokenOf(viewer), ask);
  for (const value of PERSONAL) {
    expect(whole.text).toContain(value);
    expect(masked.text).not.toContain(value);
  }
  expect(masked.body.data.sourceDocument.canonical.number).toBe('A-1');
});

test('both sides list the consent', async () => {
  const ask = '{ consents { party { objectId } to { objectId } purpose dataClasses stands } }';
  for (const one of [owner, rater]) {
    const { body } = await product.ask(await product.tokenOf(one), ask);
    expect(body.data.consents).toContainEqual({
      party: { objectId: owner.party },
      to: { objectId: rater.party },
      purpose: 'rating',
      dataClasses: ['invoices'],
      stands: true,
    });
  }
});
