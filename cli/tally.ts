import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { ActOptions } from './act.ts';
import type { AuditOptions } from './audit.ts';
import { DATA_USAGE, type DataOptions } from './data.ts';
import type { DealOptions } from './deal.ts';
import type { DocVerifyOptions } from './doc.ts';
import type { IngestOptions } from './ingest.ts';
import { QUARANTINE_USAGE, type QuarantineOptions } from './quarantine.ts';
import { SOURCE_USAGE, type SourceOptions } from './source.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The command line. Results go to stdout, talk to stderr; exit codes are the same everywhere. A
 * command loads what it needs when it is asked for: all of it together is 100 MiB.
 */
const program = new Command('tally')
  .description('Tallystick: files in, papers checked, the ledger verified')
  .showSuggestionAfterError()
  .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('ingest')
  .description('upload files or folders; `ingest check` reads them offline')
  .argument(
    '<paths...>',
    'files or folders; `check PATH…` reads without a server, `testset FILE…` runs rule tests',
  )
  .option('--json', 'one JSON object a line and file')
  .option('--seal-keys <file>', 'keys of tax bureaus that `check` trusts, one a line')
  .option('--account <file>', 'account file {origin, client, secret}')
  .action(async ([first = '', ...rest]: string[], options: IngestOptions) => {
    if (first === 'check' && rest.length > 0) {
      const { ingestCheck } = await import('./ingest-check.ts');
      process.exitCode = ingestCheck(rest, options);
    } else if (first === 'testset') {
      const { ingestTestset } = await import('./ingest-testset.ts');
      process.exitCode = ingestTestset(rest, options);
    } else {
      const { ingest } = await import('./ingest.ts');
      process.exitCode = await ingest(ROOT, [first, ...rest], options);
    }
  });

program
  .command('source')
  .description('systems that are asked for documents: add, check, run, stop, accept their drift')
  .argument('[words...]', SOURCE_USAGE)
  .option('--json', 'one JSON object')
  .option('--account <file>', 'account file {origin, client, secret}')
  .action(async (words: string[], options: SourceOptions) => {
    const { source } = await import('./source.ts');
    process.exitCode = await source(ROOT, words, options);
  });

program
  .command('data')
  .description('consents, who read the files of the party, and what others share with it')
  .argument('[words...]', DATA_USAGE)
  .option('--json', 'one JSON object')
  .option('--account <file>', 'account file {origin, client, secret}')
  .action(async (words: string[], options: DataOptions) => {
    const { data } = await import('./data.ts');
    process.exitCode = await data(ROOT, words, options);
  });

program
  .command('quarantine')
  .description('what was held back: list it, correct it, approve, replay, decide or drop it')
  .argument('[words...]', QUARANTINE_USAGE)
  .option('--json', 'one JSON object')
  .option('--account <file>', 'account file {origin, client, secret}')
  .action(async (words: string[], options: QuarantineOptions) => {
    const { quarantine } = await import('./quarantine.ts');
    process.exitCode = await quarantine(ROOT, words, options);
  });

program
  .command('act')
  .description('acts on the ledger')
  .command('submit')
  .description('sends a signed act of any kind; exit 0, 1, 2, 4, 5 or 6')
  .argument('<file>', 'JSON {act, signatures, transient?}')
  .option('--dry-run', 'asks what the ledger would say and writes nothing')
  .option('--json', 'one JSON object')
  .option('--account <file>', 'account file {origin, client, secret}')
  .action(async (file: string, options: ActOptions) => {
    const { actSubmit } = await import('./act.ts');
    process.exitCode = await actSubmit(ROOT, file, options);
  });

const doc = program.command('doc').description('papers that the product issued');
doc
  .command('verify')
  .description('checks a paper against the ledger, step by step; exit 0, 3 or 6')
  .argument('<file>', 'the PDF')
  .option('--proof <file>', 'proof file: checks without a network')
  .option('--pins <file>', 'what is trusted: roots, entitlements, a checkpoint')
  .option('--qr <link>', "the link in the paper's QR code")
  .option('--deep', 'also renders the paper again and compares')
  .option('--on <date>', 'business day that the state is judged on; today when left out')
  .option('--origin <address>', 'the running product to ask')
  .option('--language <language>', 'zh or en')
  .option('--json', 'one JSON object')
  .action(async (file: string, options: DocVerifyOptions) => {
    const { docVerify } = await import('./doc.ts');
    process.exitCode = await docVerify(ROOT, file, options);
  });

const audit = program.command('audit').description('what the ledger says, recomputed offline');
audit
  .command('export')
  .description('prints every block, one JSON object a line: of a closed ledger, or of the product')
  .argument('[folder]', 'the closed ledger; TALLY_HOME/ledger when left out')
  .option('--account <file>', 'asks the running product: account file {origin, client, secret}')
  .option('--object <type~id>', 'with --account: the proof bundle of one object, a zip, instead')
  .action(async (folder: string | undefined, options: { account?: string; object?: string }) => {
    const { account, object } = options;
    if (account !== undefined) {
      const { auditExport } = await import('./audit.ts');
      process.exitCode = await auditExport(ROOT, account, object);
    } else {
      const words = ['blocks', ...(folder ? [folder] : [])];
      process.exitCode = await programOf('ledger/program.ts', words);
    }
  });
audit
  .command('verify')
  .description('checks exported blocks; exit 0, 3 with differences, 2 when it is no export')
  .argument('<file>', 'what "audit export" printed: blocks, or a proof bundle')
  .option('--recompute', 'decides pools, deals, issues, notes and payment dates again')
  .option('--pins <file>', 'of a proof bundle: roots of the organisations, and a checkpoint')
  .option('--json', 'one JSON object')
  .action(async (file: string, options: AuditOptions) => {
    const { auditVerify } = await import('./audit.ts');
    process.exitCode = await auditVerify(file, options);
  });

const deal = program.command('deal').description('deals, offline: import, run, validate');
deal
  .command('import')
  .description('prints a deck of another tool as a deal of ours, with what it runs on')
  .argument('<file>', 'the deck')
  .requiredOption('--from <format>', 'absbox')
  .option('--json', 'faults as one JSON object')
  .action(async (file: string, options: DealOptions) => {
    const { dealImport } = await import('./deal.ts');
    process.exitCode = dealImport(file, options);
  });
deal
  .command('run')
  .description('runs a deal to its end; one JSON object on stdout')
  .argument('<file>', 'the deal')
  .option('--import <format>', 'absbox')
  .option('--mode <mode>', 'compatible or conserving')
  .option('--json', 'faults as one JSON object too')
  .action(async (file: string, options: DealOptions) => {
    const { dealRun } = await import('./deal.ts');
    process.exitCode = dealRun(file, options);
  });
deal
  .command('validate')
  .description('checks a deal before any run: names, reach, types, data')
  .argument('<file>', 'a deal, a model, or a deck')
  .option('--import <format>', 'absbox')
  .option('--json', 'one JSON object')
  .action(async (file: string, options: DealOptions) => {
    const { dealValidate } = await import('./deal.ts');
    process.exitCode = dealValidate(file, options);
  });

const rules = program.command('rules').description('published rule sets beside the native rules');
rules
  .command('install')
  .description('compiles the stylesheets of a folder, offline')
  .argument('<folder>', 'holds .xslt, .xsl or .sef.json')
  .requiredOption('--id <id>', 'name of the pack')
  .requiredOption('--version <version>', 'its version')
  .action(async (folder: string, options: { id: string; version: string }) => {
    const { rulesInstall } = await import('./rules.ts');
    process.exitCode = rulesInstall(ROOT, folder, options);
  });
rules
  .command('list')
  .description('installed packs, one JSON object a line')
  .action(async () => {
    const { rulesList } = await import('./rules.ts');
    process.exitCode = rulesList(ROOT);
  });
rules
  .command('remove')
  .description('takes a pack away')
  .argument('<id>')
  .argument('<version>')
  .action(async (id: string, version: string) => {
    const { rulesRemove } = await import('./rules.ts');
    process.exitCode = rulesRemove(ROOT, id, version);
  });
rules
  .command('compare')
  .description('both verdicts on documents, and where they differ; exit 0 when nowhere')
  .argument('<paths...>', 'files or folders')
  .option('--json', 'one JSON object a line, document and set')
  .action(async (paths: string[], options: { json?: boolean }) => {
    const { rulesCompare } = await import('./rules.ts');
    process.exitCode = rulesCompare(ROOT, paths, options);
  });

const ledger = program.command('ledger').description('the embedded ledger, offline');
for (const [name, does] of [
  ['verify', 're-validates every block and replays the state'],
  ['rebuild', 'makes the state anew from the blocks'],
  ['export', 'writes every block'],
] as const) {
  ledger
    .command(name)
    .description(does)
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      process.exitCode = await programOf('ledger/program.ts', [name, ...words]);
    });
}

await program.parseAsync();

/** Starts another program of ours in the foreground. */
function programOf(file: string, words: readonly string[]): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(ROOT, file), ...words], { stdio: 'inherit' });
    child.on('exit', code => resolve(code ?? 1));
  });
}
