import type { Node } from './reader.ts';

export type NameKind =
  'account' | 'fee' | 'class' | 'ledger' | 'facility' | 'swap' | 'pool' | 'trigger';

/** Names of the file as keys of a deal, and back. */
export class Names {
  private readonly keys = new Map<string, string>();
  private readonly used = new Set<string>();

  /** Gives a name its key: the name itself where it is one already, else the kind and a number. */
  add(kind: NameKind, name: string): string {
    const known = this.keys.get(`${kind} ${name}`);
    if (known !== undefined) return known;
    const plain = name.charAt(0).toLowerCase() + name.slice(1);
    const wanted = /^[a-z][a-zA-Z0-9]*$/.test(plain) ? plain : `${kind}1`;
    let key = wanted;
    for (let number = 2; this.used.has(`${kind} ${key}`); number++) {
      key = wanted === `${kind}1` ? `${kind}${number}` : `${wanted}${number}`;
    }
    this.keys.set(`${kind} ${name}`, key);
    this.used.add(`${kind} ${key}`);
    return key;
  }

  has(kind: NameKind, name: string): boolean {
    return this.keys.has(`${kind} ${name}`);
  }

  /** The key of a name; a fault with its place when the file defines no such thing. */
  key(kind: NameKind, node: Node): string {
    const name = node.text;
    const found = this.keys.get(`${kind} ${name}`);
    if (found === undefined) node.fault(`no ${kind} "${name}" in this deal`);
    return found ?? 'unknown';
  }

  all(kind: NameKind, node: Node): string[] {
    return node.items.map(item => this.key(kind, item));
  }

  /** Keys of a list that may be absent, which stands for all. */
  some(kind: NameKind, node: Node): { names?: string[] } {
    return node.isAbsent ? {} : { names: this.all(kind, node) };
  }
}
