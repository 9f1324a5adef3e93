import type { MoneyWire } from '../money/index.ts';

/** What a green label is measured by. */
export const TAXONOMIES = ['greenBondCatalogue', 'euTaxonomy', 'own'] as const;
export type Taxonomy = (typeof TAXONOMIES)[number];

/** A green label on a financing; key `label~<id>`. It counts only once it is verified. */
export type Label = {
  readonly label: string;
  readonly financing: string;
  readonly supplier: string;
  readonly funder: string;
  readonly taxonomy: Taxonomy;
  readonly version: string;
  readonly code: string;
  readonly sharePpm: number;
  /** Share of the financed amount, rounded up. */
  readonly amount: MoneyWire;
  readonly until: string;
  readonly evidence: readonly string[];
  readonly claimedOn: string;
  readonly status: 'claimed' | 'verified' | 'refused' | 'withdrawn';
  readonly verifier: string | null;
  readonly report: string | null;
  readonly reason: string | null;
  readonly answeredOn: string | null;
};

/** Labels of one financing that are claimed or verified; key `labelsOf~<financing>`. */
export type LabelsOf = {
  readonly financing: string;
  readonly rows: readonly {
    readonly label: string;
    readonly taxonomy: Taxonomy;
    readonly amount: string;
    readonly until: string;
  }[];
};

export type LabelEntities = { label: Label; labelsOf: LabelsOf };
