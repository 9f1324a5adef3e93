import { Buffer } from 'node:buffer';
import type { SignatureState } from '../../../domain/document/index.ts';
import { selectNodes } from '../path.ts';
import type { XmlDocument, XmlNode } from '../xml.ts';
import { readSignature, verifySm2 } from './sm2.ts';

/** The one algorithm of the bureaus: SM2 with SM3. */
const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const isOwn = (): boolean => true;

/**
 * The state of a bureau's detached signature over the five parts that its reference names, in that
 * order and as their bytes stand in the file. `absent` without a value; `valid` only by a trusted
 * key; `invalid` where a key in the file contradicts the bytes; else `unverifiable`. Keys are points
 * of the curve as 128 hexadecimal digits.
 */
export function signatureState(
  document: XmlDocument,
  trusted: readonly string[] = [],
): SignatureState {
  const [part] = selectNodes(document.root, 'TaxBureauSignature', isOwn);
  const value = part ? textAt(part, 'SignatureValue') : '';
  if (!part || value === '') return 'absent';
  const isKnown = textAt(part, 'SignatureAlgorithm') === SM2_WITH_SM3;
  const signature = readSignature(Buffer.from(value.replace(/\s|&.*$/g, ''), 'base64'));
  const signed = signedBytes(document, part);
  if (!isKnown || !signature || !signed) return 'unverifiable';
  if (trusted.some(key => verifySm2(signed, signature, key))) return 'valid';
  return contradicts(keyInFile(part), { signed, signature }) ? 'invalid' : 'unverifiable';
}

function contradicts(
  key: string | undefined,
  of: { readonly signed: Buffer; readonly signature: { r: bigint; s: bigint } },
): boolean {
  return key !== undefined && !verifySm2(of.signed, of.signature, key);
}

/** Names in the reference differ from the elements' in the case of letters; they mean the same. */
function signedBytes(document: XmlDocument, part: XmlNode): Buffer | undefined {
  const [reference] = selectNodes(part, 'Reference', isOwn);
  const paths = reference?.attributes.find(a => a.local === 'URI')?.text.split('|') ?? [];
  const parts = paths.map(path => nodeAt(document.root, path.trim().split('/').slice(2)));
  if (parts.length === 0 || parts.some(node => node === undefined)) return undefined;
  return Buffer.concat(parts.map(node => Buffer.from(node ? outerText(document, node) : '')));
}

function nodeAt(root: XmlNode, steps: readonly string[]): XmlNode | undefined {
  let node: XmlNode | undefined = root;
  for (const step of steps) {
    node = node?.children.find(c => c.local.toLowerCase() === step.toLowerCase());
  }
  return steps.length === 0 ? undefined : node;
}

/** An element from the beginning of its start tag to the end of its end tag. */
function outerText({ source }: XmlDocument, { from, to }: XmlNode): string {
  const end = source.startsWith('</', to) ? source.indexOf('>', to) + 1 : to;
  return source.slice(source.lastIndexOf('<', from - 1), end);
}

/** A bare key in KeyInfo, or the key inside a certificate: the point behind its curve's number. */
function keyInFile(part: XmlNode): string | undefined {
  const [info] = selectNodes(part, 'KeyInfo', isOwn);
  const text = info ? deepText(info).replace(/\s+/g, '') : '';
  if (/^(04)?[0-9a-fA-F]{128}$/.test(text)) return text;
  const hex = Buffer.from(text, 'base64').toString('hex');
  return /06082a811ccf5501822d034200(04[0-9a-f]{128})/.exec(hex)?.[1];
}

function deepText(node: XmlNode): string {
  return node.text + node.children.map(deepText).join('');
}

function textAt(node: XmlNode, path: string): string {
  return selectNodes(node, path, isOwn)[0]?.text.trim() ?? '';
}
