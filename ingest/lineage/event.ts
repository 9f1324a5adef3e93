import type { Wire } from '../../domain/wire/index.ts';

/** A dataset as OpenLineage names it; facets by their names, each with `_producer`, `_schemaURL`. */
export type Dataset = {
  readonly namespace: string;
  readonly name: string;
  readonly facets?: Facets;
  readonly inputFacets?: Facets;
  readonly outputFacets?: Facets;
};

type Facets = Readonly<Record<string, Wire>>;

/** A run event of OpenLineage 2-0-2. */
export type RunEvent = {
  readonly eventType: 'START' | 'COMPLETE' | 'FAIL';
  /** UTC instant. */
  readonly eventTime: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
  readonly producer: string;
  readonly schemaURL: string;
};

/** Whose datasets and jobs these are: names within it are unique. */
export const NAMESPACE = 'tallystick';
const PRODUCER = 'https://tallystick.example/lineage/1';
const SPEC = 'https://openlineage.io/spec';

const FACETS = {
  parent: '1-1-0/ParentRunFacet.json#/$defs/ParentRunFacet',
  errorMessage: '1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet',
  jobType: '2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet',
  schema: '1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet',
  columnLineage: '1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet',
  dataQualityAssertions:
    '1-0-1/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet',
  outputStatistics:
    '1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet',
} as const;

/** A facet with what every facet must carry. */
export function facet(
  name: keyof typeof FACETS,
  members: Readonly<Record<string, Wire>>,
): Readonly<Record<string, Wire>> {
  const own = { _producer: PRODUCER, _schemaURL: `${SPEC}/facets/${FACETS[name]}`, ...members };
  return { [name]: own };
}

/** A run's event; the job is described as a batch of ours. */
export function runEvent(
  of: Pick<RunEvent, 'eventType' | 'eventTime' | 'inputs' | 'outputs'> & {
    readonly run: string;
    readonly job: string;
    readonly runFacets?: Facets;
  },
): RunEvent {
  const { eventType, eventTime, inputs, outputs, run, job, runFacets = {} } = of;
  const kind = { processingType: 'BATCH', integration: 'TALLYSTICK', jobType: 'JOB' };
  return {
    eventType,
    eventTime,
    run: { runId: run, facets: runFacets },
    job: { namespace: NAMESPACE, name: job, facets: facet('jobType', kind) },
    inputs,
    outputs,
    producer: PRODUCER,
    schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  };
}
