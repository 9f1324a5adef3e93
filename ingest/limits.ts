/** Bounds on what a file may cost (ING-39); a tenant may only lower them. */
export type Limits = {
  readonly bytesMax: number;
  readonly depthMax: number;
  readonly attributesMax: number;
  readonly elementsMax: number;
  /** Elements that stand in memory at once: those of one document, or of what is read as one. */
  readonly treeMax: number;
  /** Segments, tags or records of one message or statement, where a format has no elements. */
  readonly membersMax: number;
  /** Elements of one name side by side: lines of an invoice, each of which may miss every field. */
  readonly equalsMax: number;
  readonly textMax: number;
  readonly columnsMax: number;
  readonly rowsMax: number;
  readonly cellMax: number;
  /** A workbook as it comes, and all its parts unpacked. */
  readonly workbookMax: number;
  readonly unpackedMax: number;
  /** Unpacked bytes for each packed one. */
  readonly ratioMax: number;
  readonly partsMax: number;
  readonly jsonDepthMax: number;
};

export const LIMITS: Limits = {
  bytesMax: 200_000_000,
  depthMax: 100,
  attributesMax: 256,
  elementsMax: 10_000_000,
  treeMax: 1_000_000,
  membersMax: 60_000,
  equalsMax: 30_000,
  textMax: 10_000_000,
  columnsMax: 1000,
  rowsMax: 10_000_000,
  cellMax: 1_048_576,
  workbookMax: 20_000_000,
  unpackedMax: 200_000_000,
  ratioMax: 100,
  partsMax: 1000,
  jsonDepthMax: 64,
};
