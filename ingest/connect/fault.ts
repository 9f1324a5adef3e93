/**
 * Why a source could not be read. `config` waits for a person, `transient` is tried again, `drift`
 * stops one stream until somebody decides. The codes and parameters are those of the rule texts.
 */
export class ConnectorFault extends Error {
  readonly rule: ConnectorRule;
  readonly kind: 'config' | 'transient' | 'drift';
  readonly params: Readonly<Record<string, string>>;
  /** Seconds that the other side asked us to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    rule: ConnectorRule,
    params: Readonly<Record<string, string>> = {},
    retryAfter?: number,
  ) {
    super(`${rule} ${JSON.stringify(params)}`);
    this.name = 'ConnectorFault';
    this.rule = rule;
    this.kind = KINDS[rule];
    this.params = params;
    this.retryAfter = retryAfter;
  }
}

const KINDS = {
  'CON-01': 'config',
  'CON-02': 'config',
  'CON-03': 'config',
  'CON-04': 'transient',
  'CON-05': 'config',
  'CON-06': 'config',
  'CON-07': 'config',
  'DRIFT-01': 'drift',
  'DRIFT-02': 'drift',
} as const;

export type ConnectorRule = keyof typeof KINDS;
