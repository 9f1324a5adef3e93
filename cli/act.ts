import { readFileSync } from 'node:fs';
import { Door, DoorClosed, readAccount, type ActOutcome } from './client.ts';

export type ActOptions = {
  readonly json?: boolean;
  readonly account?: string;
  readonly dryRun?: boolean;
};

/** A signed act as a file holds it: `{act, signatures, transient?}`, the frame that is signed. */
type ActFile = {
  readonly act: {
    readonly id: string;
    readonly kind: string;
    readonly businessDate: string;
    readonly body: unknown;
  };
  readonly signatures: readonly unknown[];
  readonly transient?: unknown;
};

/**
 * Sends a signed act of any kind through the product's own door and prints what became of it. Exits
 * 0 when it stands or was shown, 1 when it is refused or waits for signatures, 2 for a file that is
 * no act, 5 when it is on its way, 4 or 6 when the door stayed closed.
 */
export async function actSubmit(root: string, path: string, options: ActOptions): Promise<number> {
  const file = readAct(path);
  if (!file) {
    console.error(`${path}: no {act: {id, kind, businessDate, body}, signatures}`);
    return 2;
  }
  try {
    const door = new Door(readAccount(root, options.account));
    await door.signIn();
    const { act, signatures, transient = null } = file;
    const given = { ...act, signatures, transient, dryRun: options.dryRun ?? false };
    const outcome = await door.act(given);
    console.log(options.json ? JSON.stringify(outcome) : lineOf(act, outcome));
    return EXIT[outcome.became];
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error;
    console.error(error.message);
    return error.exit;
  }
}

const EXIT: Readonly<Record<ActOutcome['became'], number>> = {
  ActDone: 0,
  ActPreview: 0,
  ActPartly: 1,
  ActRefused: 1,
  InputInvalid: 1,
  StepUpRequired: 1,
  ActSent: 5,
};

function readAct(path: string): ActFile | null {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<ActFile>;
    const named = typeof file.act?.id === 'string' && typeof file.act.kind === 'string';
    return named && Array.isArray(file.signatures) ? (file as ActFile) : null;
  } catch {
    return null;
  }
}

function lineOf({ id, kind }: ActFile['act'], outcome: ActOutcome): string {
  const { became, txId, block, missing = [] } = outcome;
  const place = `${kind} ${id}`;
  switch (became) {
    case 'ActDone':
      return `${place}: stands in block ${block ?? ''}, ${txId ?? ''}`;
    case 'ActPreview':
      return `${place}: would stand, or waits for signatures alone`;
    case 'ActSent':
      return `${place}: sent; ask for it by its id`;
    case 'ActPartly':
      return [`${place}: waits`, ...missing.map(({ sentence }) => sentence)].join('\n    ');
    default:
      return refusalOf(place, outcome);
  }
}

function refusalOf(place: string, { code = '', message = '', remedy = '' }: ActOutcome): string {
  return `${place}: refused ${code}: ${message} ${remedy}`;
}
