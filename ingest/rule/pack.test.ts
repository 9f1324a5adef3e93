import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWithPacks } from '../pack-compare.ts';
import { installPack, listPacks, removePack } from './pack.ts';

/** A stylesheet in the form of compiled Schematron: BR-02 fires where an invoice has no number. */
const SHEET = `<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl" xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <xsl:template match="/"><svrl:schematron-output>
    <xsl:if test="not(/u:Invoice/cbc:ID)"><svrl:failed-assert id="BR-02" flag="fatal"/></xsl:if>
  </svrl:schematron-output></xsl:template>
</xsl:stylesheet>`;

const invoice = (content: string): Buffer =>
  Buffer.from(
    `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
      xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">${content}</Invoice>`,
  );

describe('rule packs', () => {
  let folder = '';
  let home = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pack-'));
    home = mkdtempSync(join(tmpdir(), 'packs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    rmSync(home, { recursive: true });
  });
  const install = (id = 'mine'): string => {
    const made = installPack(folder, { home, id, version: '1' });
    return made.ok ? 'installed' : made.error.code;
  };

  test('a stylesheet is compiled, listed, run beside the native rules, and taken away', () => {
    writeFileSync(join(folder, 'EN16931-UBL-validation.xslt'), SHEET);
    expect(install()).toBe('installed');
    expect(listPacks(home)).toMatchObject([
      { id: 'mine', version: '1', entries: [{ set: 'EN16931-UBL', roots: ['Invoice'] }] },
    ]);
    const compared = compareWithPacks(invoice('<cbc:Note>x</cbc:Note>'), home);
    if (!compared.ok) throw new Error('read');
    // Both say BR-02; the native rules say the rest, which this stylesheet does not know.
    const rules = compared.value.flatMap(v => v.differences.map(d => d.rule));
    expect(rules).toContain('BR-03');
    expect(rules).not.toContain('BR-02');
    expect(removePack(home, { id: 'mine', version: '1' })).toBe(true);
    expect(listPacks(home)).toEqual([]);
  }, 60_000);

  test('Schematron alone, nothing, or a name that is a path is refused', () => {
    expect(install()).toBe('RP-01');
    writeFileSync(join(folder, 'rules.sch'), '<schema/>');
    expect(install()).toBe('RP-03');
    expect(install('../away')).toBe('RP-04');
  });

  test.each([
    ['reads a file', SHEET.replace('not(/u:Invoice/cbc:ID)', "document('/etc/passwd')")],
    ['takes in a file', SHEET.replace('<xsl:template', '<xsl:include href="x"/><xsl:template')],
    ['is broken', SHEET.replace('</xsl:template>', '')],
  ])(
    'a stylesheet that %s is refused, and nothing stays',
    (_, sheet) => {
      writeFileSync(join(folder, 'EN16931-UBL.xslt'), sheet);
      expect(install()).toBe('RP-02');
      expect(listPacks(home)).toEqual([]);
    },
    60_000,
  );
});
