import type { JsonNode } from './node.ts';

/** Where a reader stood, to read on from there later. */
export type ReaderPlace = {
  readonly at: number;
  readonly line: number;
  readonly lineStart: number;
  readonly seen: number;
  readonly break: number;
};

const NO_ATTRIBUTES: JsonNode['attributes'] = [];

/** A record of which the place is kept; its members are read again when they are looked at. */
export class FoldedRecord implements JsonNode {
  readonly uri = '';
  readonly text = '';
  readonly attributes: JsonNode['attributes'] = NO_ATTRIBUTES;
  readonly local: string;
  readonly step: string;
  readonly parent: JsonNode | undefined;
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly place: ReaderPlace;
  readonly #unfolder: Unfolder;

  constructor(node: JsonNode, place: ReaderPlace, unfolder: Unfolder) {
    this.local = node.local;
    this.step = node.step;
    this.parent = node.parent;
    this.position = node.position;
    this.line = node.line;
    this.column = node.column;
    this.from = node.from;
    this.to = node.to;
    this.place = place;
    this.#unfolder = unfolder;
  }

  get children(): JsonNode[] {
    return this.#unfolder.membersOf(this);
  }
}

/** Reads records again; the members of the one that was looked at last are kept. */
export class Unfolder {
  readonly #read: (record: FoldedRecord) => JsonNode[];
  #last: FoldedRecord | undefined;
  #members: JsonNode[] = [];

  constructor(read: (record: FoldedRecord) => JsonNode[]) {
    this.#read = read;
  }

  membersOf(record: FoldedRecord): JsonNode[] {
    if (this.#last === record) return this.#members;
    const members = this.#read(record);
    for (const member of members) Object.assign(member, { parent: record });
    this.#last = record;
    this.#members = members;
    return members;
  }
}
