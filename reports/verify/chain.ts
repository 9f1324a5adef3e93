import type { X509Certificate } from 'node:crypto';
import type { Revocation } from './record.ts';

export type ChainResult =
  | { readonly ok: true; readonly root: string }
  | {
      readonly ok: false;
      readonly code: 'UNKNOWN_SIGNER' | 'REVOKED_SIGNER';
      readonly why: string;
    };

const DEPTH_MAX = 5;

/**
 * Follows a signer's certificate up to a pinned root, each link checked by its issuer's key and valid
 * at `at`; a link revoked at or before `at` is `REVOKED_SIGNER`. A root that only the file brings along
 * counts for nothing, whatever its name, and a certificate that is no part of the chain is refused: what
 * nobody signed is not let through.
 */
export function checkChain(at: {
  readonly certificate: X509Certificate;
  readonly included: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  readonly revoked: readonly Revocation[];
  readonly moment: string;
}): ChainResult {
  let current = at.certificate;
  const used = [current];
  if (current.ca) return unknown('the signer is a certification authority');
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const fault = linkFault(current, at);
    if (fault) return fault;
    const root = at.roots.find(candidate => isIssuedBy(current, candidate));
    if (root) {
      const isStranger = at.included.some(item => ![...used, root].some(own => isSame(own, item)));
      if (isStranger) return unknown('a certificate is no part of the chain');
      return linkFault(root, at) ?? { ok: true, root: root.subject };
    }
    const above = at.included.find(
      candidate => candidate.ca && isIssuedBy(current, candidate) && !isSame(candidate, current),
    );
    if (!above) return unknown('no pinned root issued this certificate');
    current = above;
    used.push(above);
  }
  return unknown('the chain is too long');
}

/** The party id in a certificate's subject (serialNumber, 2.5.4.5). */
export function partyOf(certificate: X509Certificate): string | null {
  const line = certificate.subject.split('\n').find(part => part.startsWith('serialNumber='));
  return line === undefined ? null : line.slice('serialNumber='.length);
}

function linkFault(
  certificate: X509Certificate,
  at: { readonly revoked: readonly Revocation[]; readonly moment: string },
): ChainResult | null {
  const moment = Date.parse(at.moment);
  const from = certificate.validFromDate.getTime();
  const until = certificate.validToDate.getTime();
  if (!(from <= moment && moment <= until)) return unknown(`not valid at ${at.moment}`);
  const serial = plainSerial(certificate.serialNumber);
  const revocation = at.revoked.find(entry => plainSerial(entry.serial) === serial);
  if (!revocation || Date.parse(revocation.at) > moment) return null;
  return { ok: false, code: 'REVOKED_SIGNER', why: `revoked ${revocation.at}` };
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isSame(a: X509Certificate, b: X509Certificate): boolean {
  return a.fingerprint256 === b.fingerprint256;
}

function plainSerial(serial: string): string {
  return serial.toLowerCase().replace(/^0+/, '');
}

function unknown(why: string): ChainResult {
  return { ok: false, code: 'UNKNOWN_SIGNER', why };
}
