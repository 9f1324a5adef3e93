import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../domain/result/index.ts';
import {
  parseDeal,
  parseModel,
  projectDeal,
  validateDeal,
  validateModel,
  writeModel,
  type Finding,
  type Mode,
  type Model,
} from '../domain/securitisation/index.ts';
import { canonical, type Fault } from '../domain/wire/index.ts';
import { importAbsbox, reportRun } from '../ingest/index.ts';

export type DealOptions = {
  readonly from?: string;
  readonly import?: string;
  readonly mode?: string;
  readonly json?: boolean;
};

type Read<T> = Result<T, readonly Fault[]>;

/** Prints a deck of another tool as a model of ours: the deal, where it stands, pools, assumptions. */
export function dealImport(file: string, options: DealOptions): number {
  const model = modelOf(file, options.from ?? '');
  if (!model.ok) return refused(file, model.error, options);
  console.log(canonical(writeModel(model.value)));
  return 0;
}

/**
 * Runs a deal offline to its end and prints pools, classes, fees, accounts and events as one JSON
 * object, alone on stdout. Exits 0, or 1 when the deal is refused.
 */
export function dealRun(file: string, options: DealOptions): number {
  const read = modelOf(file, options.import);
  if (!read.ok) return refused(file, read.error, options);
  const model = inMode(read.value, options.mode);
  if (!model) {
    console.error(`unknown mode "${options.mode ?? ''}"; known: compatible, conserving`);
    return 2;
  }
  const other = model.deal.mode !== read.value.deal.mode;
  const errors = say(file, validateModel(model).map(other ? tolerated : same));
  if (errors.length > 0) return refused(file, errors, options);
  const run = projectDeal(model);
  if (!run.ok) {
    const { code, facts } = run.error;
    return refused(file, [{ path: '', fault: `${code} ${canonical(facts)}` }], options);
  }
  console.log(reportRun(model, run.value));
  return 0;
}

/** Prints what is wrong with a deal, a model or a deck. Exits 0 when nothing of it is an error. */
export function dealValidate(file: string, options: DealOptions): number {
  const found = findingsOf(file, options.import);
  if (!found.ok) return refused(file, found.error, options);
  const errors = say(file, found.value);
  const valid = errors.length === 0;
  if (options.json) console.log(JSON.stringify({ valid, findings: found.value }));
  else console.log(valid ? `${file}: valid` : `${file}: ${errors.length} errors`);
  return valid ? 0 : 1;
}

function findingsOf(file: string, format: string | undefined): Read<Finding[]> {
  const text = textOf(file);
  if (!text.ok) return text;
  if (format === undefined && !/"tally-model\/1"/.test(text.value)) {
    const deal = parseDeal(text.value);
    return deal.ok ? ok(validateDeal(deal.value)) : deal;
  }
  const model = modelOf(file, format);
  return model.ok ? ok(validateModel(model.value)) : model;
}

/** A model of ours, or of a deck of another tool. */
function modelOf(file: string, format: string | undefined): Read<Model> {
  const text = textOf(file);
  if (!text.ok) return text;
  if (format === undefined) return parseModel(text.value);
  if (format !== 'absbox') return fail([{ path: '', fault: `unknown format "${format}"` }]);
  const imported = importAbsbox(text.value);
  if (!imported.ok) return imported;
  const { model, assumed } = imported.value;
  const said = assumed.length > 0 ? assumed.join(', ') : 'nothing: contractual cash flows';
  console.error(`assumed by its scenario: ${said}`);
  return ok(model);
}

function textOf(file: string): Read<string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch {
    return fail([{ path: '', fault: 'cannot be read' }]);
  }
}

function inMode(model: Model, mode: string | undefined): Model | null {
  if (mode === undefined) return model;
  if (mode !== 'compatible' && mode !== 'conserving') return null;
  const chosen: Mode = mode;
  return { ...model, deal: { ...model.deal, mode: chosen } };
}

/** What a deal of the other mode may lack: it pays nothing there, and says so. */
const LACKING: ReadonlySet<string> = new Set(['V-07', 'V-09', 'V-10', 'V-31', 'V-32', 'V-33']);

function tolerated(finding: Finding): Finding {
  return LACKING.has(finding.code) ? { ...finding, severity: 'warning' } : finding;
}

function same(finding: Finding): Finding {
  return finding;
}

/** Says every finding; answers with the errors. */
function say(file: string, findings: readonly Finding[]): Fault[] {
  for (const { code, severity, path, fault } of findings) {
    if (severity === 'warning') console.error(`${file}: warning ${code} ${path}: ${fault}`);
  }
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path, fault }) => ({ path, fault: `${code} ${fault}` }));
}

/** Says every fault with its place; as one JSON object on stdout with `json`. */
function refused(file: string, faults: readonly Fault[], options: DealOptions): number {
  for (const { path, fault } of faults) {
    console.error(`${file}: ${path === '' ? '' : `${path}: `}${fault}`);
  }
  if (options.json) console.log(JSON.stringify({ refused: faults }));
  return 1;
}
