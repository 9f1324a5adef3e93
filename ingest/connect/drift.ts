/** The form of a field's values; `null` stands beside any other. */
export type FieldType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null';

/** What a stream's records look like, and which fields may not be missing. */
export type Contract = {
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly mandatory: readonly string[];
};

/** `new` is kept and told; `type` and `missing` stop the stream until a person decides. */
export type Drift = {
  readonly change: 'new' | 'type' | 'missing';
  readonly field: string;
  readonly was: FieldType | null;
  readonly found: FieldType | null;
};

/** The contract that a page alone would make. */
export function contractOf(records: readonly unknown[], mandatory: readonly string[]): Contract {
  const fields: Record<string, FieldType> = {};
  for (const record of records) {
    for (const [name, type] of fieldsOf(record)) {
      const known = fields[name];
      if (known === undefined || known === 'null') fields[name] = type;
    }
  }
  return { fields, mandatory };
}

/** How a page departs from a contract: each field once (ING-22). */
export function driftOf(contract: Contract, records: readonly unknown[]): Drift[] {
  const known = new Map(Object.entries(contract.fields));
  const found = new Map<string, Drift>();
  const note = (drift: Drift): void => {
    const key = `${drift.change} ${drift.field}`;
    if (!found.has(key)) found.set(key, drift);
  };
  for (const record of records) {
    const own = new Map(fieldsOf(record));
    for (const [field, type] of own) {
      const was = known.get(field) ?? null;
      if (was === null) note({ change: 'new', field, was, found: type });
      else if (isOther(was, type)) note({ change: 'type', field, was, found: type });
    }
    for (const field of contract.mandatory) {
      if (own.has(field)) continue;
      note({ change: 'missing', field, was: known.get(field) ?? null, found: null });
    }
  }
  return [...found.values()];
}

/** The contract with what was found taken in. */
export function evolve(contract: Contract, drifts: readonly Drift[]): Contract {
  const fields: Record<string, FieldType> = { ...contract.fields };
  for (const { field, found } of drifts) if (found !== null) fields[field] = found;
  const gone = new Set(drifts.filter(d => d.change === 'missing').map(d => d.field));
  return { fields, mandatory: contract.mandatory.filter(field => !gone.has(field)) };
}

function isOther(was: FieldType, found: FieldType): boolean {
  return was !== found && was !== 'null' && found !== 'null';
}

function fieldsOf(record: unknown): [string, FieldType][] {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return [];
  return Object.entries(record).map(([name, value]) => [name, typeOf(value)]);
}

function typeOf(value: unknown): FieldType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'boolean') {
    return typeof value === 'number' ? 'number' : 'boolean';
  }
  return 'object';
}
