import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/result/index.ts';
import { declaredCharset, decode } from './decode.ts';
import type { Finding } from './finding.ts';
import { readXml, type XmlDocument } from './format/xml.ts';
import { LIMITS } from './limits.ts';
import { countsByRule } from './rule/native.ts';
import { countsOf, listPacks, reportOf } from './rule/pack.ts';

/** Both verdicts of one set on one document, and where they differ (RULE-DIFF). */
export type ComparedVerdict = {
  readonly set: string;
  readonly pack: string;
  readonly equal: boolean;
  readonly differences: readonly { rule: string; native: number; pack: number }[];
  /** Present where the stylesheet itself stopped without a verdict. */
  readonly stopped?: string;
};

/** Judges a document by every installed stylesheet for its root, and by the native rules beside. */
export function compareWithPacks(
  bytes: Uint8Array,
  home: string,
): Result<ComparedVerdict[], Finding[]> {
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared === undefined ? {} : { declared });
  if (!decoded.ok) return decoded;
  const read = readText(decoded.value.text);
  if (!read.ok) return fail([read.error]);
  const { root } = read.value;
  const verdicts = listPacks(home).flatMap(({ id, version, entries }) =>
    entries
      .filter(e => e.roots.includes(root.local))
      .flatMap(entry => {
        const native = countsByRule(root, entry.set);
        if (!native) return [];
        const file = join(home, id, version, entry.file);
        return [compare(entry.set, `${id} ${version}`, { native, file, text: decoded.value.text })];
      }),
  );
  return ok(verdicts);
}

function compare(
  set: string,
  pack: string,
  of: { native: ReadonlyMap<string, number>; file: string; text: string },
): ComparedVerdict {
  const counts = packCounts(of.file, of.text);
  if (typeof counts === 'string') {
    return { set, pack, equal: false, differences: [], stopped: counts };
  }
  const rules = [...new Set([...of.native.keys(), ...counts.keys()])].sort();
  const differences = rules
    .map(rule => ({ rule, native: of.native.get(rule) ?? 0, pack: counts.get(rule) ?? 0 }))
    .filter(d => d.native !== d.pack);
  return { set, pack, equal: differences.length === 0, differences };
}

function packCounts(file: string, text: string): Map<string, number> | string {
  let report: string;
  try {
    // The engine takes text that has no byte order mark.
    report = reportOf(file, text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const read = readText(report);
  return read.ok ? countsOf(read.value.root) : read.error.rule;
}

function readText(text: string): Result<XmlDocument, Finding> {
  const decoded = decode(Buffer.from(text), { declared: 'utf-8' });
  return decoded.ok ? readXml(decoded.value, LIMITS) : fail(decoded.error[0] as Finding);
}
