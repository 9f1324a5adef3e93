import { fail, ok, type Result } from '../result/index.ts';
import { ROLES, type Role } from '../party/roles.ts';
import { canonicalBytes, parseWire, type Fault, type Wire } from '../wire/index.ts';
import { ACT_KINDS, type ActBodies, type ActKind } from './kinds/index.ts';
import {
  code,
  date,
  id,
  instant,
  list,
  object,
  oneOf,
  optional,
  text,
  wire,
  type Infer,
} from './schema.ts';

/** The only way to change the ledger: what the actor wants, on which business day. */
export type Act<K extends ActKind = ActKind> = {
  readonly [P in K]: {
    readonly id: string;
    readonly kind: P;
    readonly actor: string;
    readonly businessDate: string;
    readonly body: ActBodies[P];
  };
}[K];

const STEP_UP = object({
  method: oneOf('passkey', 'ukey', 'token'),
  at: instant,
  of: optional(code()),
});

const SIGNATURE = object({
  alg: oneOf('p256'),
  key: code(),
  role: oneOf(...ROLES),
  at: instant,
  stepUp: optional(STEP_UP),
  value: code(86),
});

/** One signature over an act. */
export type Signature = Infer<typeof SIGNATURE> & { readonly role: Role };

const ACT = object({ id, kind: text(64), actor: id, businessDate: date, body: wire });
const SIGNED = object({ act: ACT, signatures: list(SIGNATURE, 0, 20) });

export type SignedAct = { readonly act: Act; readonly signatures: readonly Signature[] };

/** Body limit of R-1, in UTF-8 bytes of the whole signed text. */
export const ACT_BYTES_MAX = 262_144;

/**
 * Reads the text `{act, signatures}` into a typed act, or lists every fault with its path
 * (`ACT_MALFORMED`).
 */
export function parseSignedAct(signed: string): Result<SignedAct, Fault[]> {
  if (signed.length > ACT_BYTES_MAX) return fail([{ path: '', fault: 'larger than 256 KiB' }]);
  const parsed = parseWire(signed);
  return parsed.ok ? readSignedAct(parsed.value) : parsed;
}

/** As {@link parseSignedAct}, from a value that was parsed strictly. */
export function readSignedAct(value: Wire): Result<SignedAct, Fault[]> {
  const faults: Fault[] = [];
  const frame = SIGNED.read(value, '', faults);
  const act = frame?.act;
  if (!act || faults.length > 0) return fail(faults);
  if (!Object.hasOwn(ACT_KINDS, act.kind)) {
    return fail([{ path: 'act.kind', fault: `unknown kind ${act.kind}` }]);
  }
  const kind = act.kind as ActKind;
  const body = ACT_KINDS[kind].body.read(act.body, 'act.body', faults);
  if (faults.length > 0) return fail(faults);
  return ok({ act: { ...act, kind, body } as Act, signatures: frame.signatures as Signature[] });
}

/** The canonical bytes of an act: what is hashed, shown and signed. */
export function actBytes(act: Act): Uint8Array {
  return canonicalBytes(act);
}

/** The bytes that one signature covers. `actHash` is the SHA-256 of {@link actBytes}. */
export function signatureBytes(
  channel: string,
  actHash: string,
  entry: Omit<Signature, 'value'>,
): Uint8Array {
  const { alg, key, role, at, stepUp } = entry;
  const covered = canonicalBytes({ actHash, alg, key, role, at, stepUp });
  const head = new TextEncoder().encode(`tallystick-act/1\n${channel}\n`);
  const bytes = new Uint8Array(head.length + covered.length);
  bytes.set(head);
  bytes.set(covered, head.length);
  return bytes;
}
