import { readFileSync } from 'node:fs';
import { fail, type Result } from '../domain/result/index.ts';
import { projectDeal, writeModel, type Mode, type Model } from '../domain/securitisation/index.ts';
import { canonical, type Fault } from '../domain/wire/index.ts';
import { importAbsbox, reportRun } from '../ingest/index.ts';

export type DealOptions = {
  readonly from?: string;
  readonly import?: string;
  readonly mode?: string;
  readonly json?: boolean;
};

/** Prints a deck of another tool as a model of ours: the deal, where it stands, pools, assumptions. */
export function dealImport(file: string, options: DealOptions): number {
  const model = read(file, options.from);
  if (!model.ok) return refused(file, model.error, options);
  console.log(canonical(writeModel(model.value)));
  return 0;
}

/**
 * Runs a deal offline to its end and prints pools, classes, fees, accounts and events as one JSON
 * object, alone on stdout. Exits 0, or 1 when the deal is refused.
 */
export function dealRun(file: string, options: DealOptions): number {
  const read1 = read(file, options.import);
  if (!read1.ok) return refused(file, read1.error, options);
  const model = inMode(read1.value, options.mode);
  if (!model) {
    console.error(`unknown mode "${options.mode ?? ''}"; known: compatible, conserving`);
    return 2;
  }
  const run = projectDeal(model);
  if (!run.ok) {
    const { code, facts } = run.error;
    return refused(file, [{ path: '', fault: `${code} ${canonical(facts)}` }], options);
  }
  console.log(reportRun(model, run.value));
  return 0;
}

function read(file: string, format: string | undefined): Result<Model, readonly Fault[]> {
  if (format !== 'absbox') return fail([{ path: '', fault: `unknown format "${format ?? ''}"` }]);
  const imported = importAbsbox(readFileSync(file, 'utf8'));
  if (!imported.ok) return imported;
  const { model, assumed } = imported.value;
  const said = assumed.length > 0 ? assumed.join(', ') : 'nothing: contractual cash flows';
  console.error(`assumed by its scenario: ${said}`);
  return { ok: true, value: model };
}

function inMode(model: Model, mode: string | undefined): Model | null {
  if (mode === undefined) return model;
  if (mode !== 'compatible' && mode !== 'conserving') return null;
  const chosen: Mode = mode;
  return { ...model, deal: { ...model.deal, mode: chosen } };
}

/** Says every fault with its place; as one JSON object on stdout with `json`. */
function refused(file: string, faults: readonly Fault[], options: DealOptions): number {
  for (const { path, fault } of faults)
    console.error(`${file}: ${path === '' ? '' : `${path}: `}${fault}`);
  if (options.json) console.log(JSON.stringify({ refused: faults }));
  return 1;
}
