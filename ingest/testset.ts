import { declaredCharset, decode } from './decode.ts';
import { fatal, type Finding } from './finding.ts';
import { readXml, type XmlNode } from './format/xml.ts';
import { LIMITS } from './limits.ts';
import { countFired } from './rule/native.ts';
import { fail, ok, type Result } from '../domain/result/index.ts';

/** One expectation of a rule test set, and what the native rules say to its document. */
export type TestVerdict = {
  /** Position of the test in the file, from 1. */
  readonly test: number;
  readonly rule: string;
  readonly expected: 'error' | 'warning' | 'success';
  /** How often the rule fired. */
  readonly fired: number;
  readonly ok: boolean;
};

/**
 * Runs a rule test set in the form of the publishers: `<test>` elements, each with a document or a
 * fragment of one and an `<assert>` that names rules which must fire on it (`error`, `warning`, with
 * `number` that many times) or must not (`success`). Other rules may fire as they will. Refuses what
 * is no XML and what holds no test.
 */
export function runTestSet(bytes: Uint8Array): Result<TestVerdict[], Finding[]> {
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared === undefined ? {} : { declared });
  if (!decoded.ok) return decoded;
  const read = readXml(decoded.value, LIMITS);
  if (!read.ok) return fail([read.error]);
  const tests = childrenOf(read.value.root, 'test');
  if (tests.length === 0) return fail([fatal('IN-05', {})]);
  return ok(tests.flatMap((test, at) => judgeTest(test, at + 1)));
}

const EXPECTATIONS = ['error', 'warning', 'success'] as const;

function judgeTest(test: XmlNode, position: number): TestVerdict[] {
  const document = test.children.find(c => c.local !== 'assert' && c.local !== 'description');
  return childrenOf(test, 'assert')
    .flatMap(a => a.children)
    .flatMap(said => {
      const expected = EXPECTATIONS.find(e => e === said.local);
      if (!expected || !document) return [];
      const rule = ruleOf(said.text.trim());
      const fired = countFired(document, rule) ?? 0;
      return [{ test: position, rule, expected, fired, ok: isAsExpected(said, expected, fired) }];
    });
}

function isAsExpected(said: XmlNode, expected: string, fired: number): boolean {
  if (expected === 'success') return fired === 0;
  const number = said.attributes.find(a => a.local === 'number')?.text;
  return number === undefined ? fired > 0 : fired === Number(number);
}

/** The publishers split the tests of one rule over files; `BR-CO-15-2` means BR-CO-15. */
function ruleOf(text: string): string {
  return text.replace(/^(BR-CO-15)-2$/, '$1');
}

function childrenOf(node: XmlNode, local: string): XmlNode[] {
  return node.children.filter(c => c.local === local);
}
