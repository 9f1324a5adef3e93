/** An element of a document that is written: a text, or elements inside. */
export type Element = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly inside: string | readonly Element[];
};

/** An element; members that are undefined are left out. */
export function element(
  name: string,
  inside: string | readonly (Element | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): Element {
  const kept = typeof inside === 'string' ? inside : inside.filter(e => e !== undefined);
  return { name, attributes, inside: kept };
}

/** The text of an XML document in UTF-8. */
export function xmlText(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root)}\n`;
}

function elementText({ name, attributes = {}, inside }: Element): string {
  const own = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const text = typeof inside === 'string' ? escaped(inside) : inside.map(elementText).join('');
  return `<${name}${own.join('')}>${text}</${name}>`;
}

/** Characters that XML 1.0 does not allow are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
