import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentityBook, createOrganisation, openOrganisation } from './peer.ts';

const FROM = Date.UTC(2026, 2, 2);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-peer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('an organisation has an authority, a peer and a client whose certificates hold', () => {
  const record = createOrganisation(folder, 'BrokerMSP', FROM);
  const authority = new X509Certificate(record.authority);
  expect(authority.ca).toBe(true);
  expect(authority.verify(authority.publicKey)).toBe(true);
  for (const [unit, pem] of [
    ['peer', record.endorser],
    ['client', record.client],
  ] as const) {
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.subject).toBe(`O=BrokerMSP\nOU=${unit}\nCN=${unit}.BrokerMSP`);
    expect(certificate.validFromDate.toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(certificate.validToDate.getUTCFullYear()).toBe(2056);
  }
});

test('private keys are readable by their owner only', () => {
  createOrganisation(folder, 'BrokerMSP', FROM);
  const mode = statSync(join(folder, 'identities', 'BrokerMSP.key')).mode & 0o777;
  expect(mode).toBe(0o600);
});

test('an identity is known by its own organisation’s authority only', () => {
  const broker = createOrganisation(folder, 'BrokerMSP', FROM);
  const auditors = createOrganisation(folder, 'AuditorsMSP', FROM);
  const { endorser, client } = openOrganisation(folder, broker);
  const identify = createIdentityBook([broker, auditors]);
  expect(identify(endorser.bytes)).toMatchObject({ mspId: 'BrokerMSP', role: 'peer' });
  expect(identify(client.bytes)).toMatchObject({ mspId: 'BrokerMSP', role: 'client' });
  const posing = { ...broker, mspId: 'AuditorsMSP' };
  writeFileSync(
    join(folder, 'identities', 'AuditorsMSP.key'),
    readFileSync(join(folder, 'identities', 'BrokerMSP.key')),
  );
  expect(identify(openOrganisation(folder, posing).endorser.bytes)).toBeNull();
  expect(identify(Buffer.from('nobody'))).toBeNull();
});

test('keys that do not fit the certificates are refused', () => {
  const broker = createOrganisation(folder, 'BrokerMSP', FROM);
  const other = createOrganisation(join(folder, 'other'), 'BrokerMSP', FROM);
  expect(() => openOrganisation(folder, other)).toThrow(/CONFIG: the keys of BrokerMSP/);
  expect(openOrganisation(folder, broker).mspId).toBe('BrokerMSP');
});
