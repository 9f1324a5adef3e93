/** What the start program tells every part of the demonstration. */
export type Settings = {
  readonly origin: string;
  readonly home: string;
  readonly accountsFile: string;
  readonly serviceKeysFile: string;
};

/** @throws Error naming every missing variable at once. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const names = ['TALLY_ORIGIN', 'TALLY_HOME', 'TALLY_ACCOUNTS_FILE', 'TALLY_SERVICE_KEYS'];
  const missing = names.filter(name => (environment[name] ?? '') === '');
  if (missing.length > 0) throw new Error(`not set: ${missing.join(', ')}`);
  const [origin = '', home = '', accountsFile = '', serviceKeysFile = ''] = names.map(
    name => environment[name] ?? '',
  );
  return { origin, home, accountsFile, serviceKeysFile };
}
