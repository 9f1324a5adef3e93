import { isList, isObject, type Wire } from '../../domain/wire/index.ts';

type Check = (value: Wire | undefined, path: string) => readonly string[];
type Members = Readonly<Record<string, Check>>;

/**
 * What of an event departs from OpenLineage 2-0-2 (its own schema: run, dataset and job events with
 * their base facets) and from the facets that this product writes; empty when it holds. Members that
 * the standard does not name are allowed, as it says.
 */
export function lineageFaults(event: Wire): readonly string[] {
  if (!isObject(event)) return ['event: no object'];
  if (event['dataset'] !== undefined) return DATASET_EVENT(event, '');
  return event['run'] === undefined ? JOB_EVENT(event, '') : RUN_EVENT(event, '');
}

const missing = (path: string, what: string): readonly string[] => [`${path.slice(1)}: ${what}`];

const text: Check = (value, path) => (typeof value === 'string' ? [] : missing(path, 'no text'));

function textLike(pattern: RegExp, what: string): Check {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? [] : missing(path, `no ${what}`);
}

const uri = textLike(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+$/, 'URI');
const uuid = textLike(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'UUID');
/** RFC 3339; the standard's own examples leave the zone out. */
const instant = textLike(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/,
  'date-time',
);
const flag: Check = (value, path) =>
  typeof value === 'boolean' ? [] : missing(path, 'no boolean');
const whole: Check = (value, path) => (Number.isInteger(value) ? [] : missing(path, 'no integer'));

function optional(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path));
}

function oneOf(...words: readonly string[]): Check {
  return (value, path) =>
    typeof value === 'string' && words.includes(value) ? [] : missing(path, words.join('|'));
}

function object(members: Members): Check {
  return (value, path) => {
    if (value === undefined || !isObject(value)) return missing(path, 'no object');
    return Object.entries(members).flatMap(([name, check]) =>
      check(value[name], `${path}.${name}`),
    );
  };
}

function list(item: Check): Check {
  return (value, path) =>
    value !== undefined && isList(value)
      ? value.flatMap((one, at) => item(one, `${path}[${at}]`))
      : missing(path, 'no list');
}

function mapOf(item: Check): Check {
  return (value, path) =>
    value !== undefined && isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => item(one, `${path}.${name}`))
      : missing(path, 'no object');
}

const BASE: Members = { _producer: uri, _schemaURL: uri };
const INPUT_FIELD = object({ namespace: text, name: text, field: text });

/** Members of facets that the standard demands. */
const KNOWN: Members = {
  parent: object({
    run: object({ runId: uuid }),
    job: object({ namespace: text, name: text }),
  }),
  errorMessage: object({ message: text, programmingLanguage: text }),
  jobType: object({ processingType: text, integration: text }),
  schema: object({ fields: optional(list(object({ name: text, type: optional(text) }))) }),
  columnLineage: object({ fields: mapOf(object({ inputFields: list(INPUT_FIELD) })) }),
  dataQualityAssertions: object({
    assertions: list(object({ assertion: text, success: flag, column: optional(text) })),
  }),
  outputStatistics: object({ rowCount: optional(whole), size: optional(whole) }),
};

const facets: Check = (value, path) => {
  if (value === undefined || !isObject(value)) return missing(path, 'no object');
  return Object.entries(value).flatMap(([name, one]) => [
    ...object(BASE)(one, `${path}.${name}`),
    ...(Object.hasOwn(KNOWN, name) ? (KNOWN[name]?.(one, `${path}.${name}`) ?? []) : []),
  ]);
};

const JOB = object({ namespace: text, name: text, facets: optional(facets) });
const DATASET: Members = {
  namespace: text,
  name: text,
  facets: optional(facets),
  inputFacets: optional(facets),
  outputFacets: optional(facets),
};
const EVENT: Members = { eventTime: instant, producer: uri, schemaURL: uri };
const DATA: Members = {
  inputs: optional(list(object(DATASET))),
  outputs: optional(list(object(DATASET))),
};
const RUN_EVENT = object({
  ...EVENT,
  ...DATA,
  eventType: optional(oneOf('START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER')),
  run: object({ runId: uuid, facets: optional(facets) }),
  job: JOB,
});
const JOB_EVENT = object({ ...EVENT, ...DATA, job: JOB });
const DATASET_EVENT = object({ ...EVENT, dataset: object(DATASET) });
