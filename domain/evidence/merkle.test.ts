import { createHash } from 'node:crypto';
import {
  commitFields,
  inclusionProof,
  isSalt,
  merkleRoot,
  proveField,
  verifyField,
  verifyInclusion,
  type PrivateField,
} from './merkle.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Test vectors of Certificate Transparency's reference implementation (RFC 6962). */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex => new Uint8Array(Buffer.from(hex, 'hex')));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('Merkle tree of RFC 6962', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))('root of %i leaves', (size, root) => {
    expect(merkleRoot(LEAVES.slice(0, size), sha256)).toBe(root);
  });

  test('the audit path of the first of eight leaves', () => {
    expect(inclusionProof(LEAVES, 0, sha256).map(({ hash }) => hash)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  test('every leaf of every size proves itself and nothing else', () => {
    for (let size = 1; size <= LEAVES.length; size++) {
      const leaves = LEAVES.slice(0, size);
      const root = merkleRoot(leaves, sha256);
      for (const [at, leaf] of leaves.entries()) {
        const proof = inclusionProof(leaves, at, sha256);
        expect(verifyInclusion(leaf, proof, { root, sha256 })).toBe(true);
        expect(verifyInclusion(new Uint8Array([9]), proof, { root, sha256 })).toBe(false);
      }
    }
  });
});

describe('commitment of private fields', () => {
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
  const fields: PrivateField[] = [
    { path: 'invoices[0].number', salt, value: '2024-007' },
    { path: 'buyer.name', salt: `${salt}1`, value: 'Acme' },
    { path: 'lines', salt: `${salt}2`, value: [{ item: 'a', price: '1.00' }] },
  ];

  test('does not depend on the order of the fields, but on each byte', () => {
    const root = commitFields(fields, sha256);
    expect(commitFields([...fields].reverse(), sha256)).toBe(root);
    const changed = fields.map(field => ({ ...field, salt: `${field.salt}x` }));
    expect(commitFields(changed, sha256)).not.toBe(root);
  });

  test('one field is disclosed without the others', () => {
    const root = commitFields(fields, sha256);
    const field = fields[0] as PrivateField;
    const proof = proveField(fields, field.path, sha256) ?? [];
    expect(verifyField(field, proof, { root, sha256 })).toBe(true);
    expect(verifyField({ ...field, value: '2024-008' }, proof, { root, sha256 })).toBe(false);
    expect(proveField(fields, 'unknown', sha256)).toBeNull();
  });

  test('a salt has at least 128 bits', () => {
    expect([isSalt(salt), isSalt(salt.slice(1)), isSalt(`${salt}=`)]).toEqual([true, false, false]);
  });
});
