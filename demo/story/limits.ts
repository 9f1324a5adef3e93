import { ANCHOR, FUNDER, OPERATOR, type Member } from '../cast/cast.ts';
import { mapSide, type Deed, type World } from '../client/world.ts';
import { lineOf } from '../robots/funder.ts';
import { signer } from './admission.ts';
import type { Minor } from './money-view.ts';
import { say } from './say.ts';

/** Own totals of the funder, in fen; the attested limits may be lower. */
const CAPS = { debtor: 500_000_000n, supplier: 100_000_000n, funder: 900_000_000n };
const SLICES = { debtor: 32, supplier: 4, funder: 32 };
const LINE_UNTIL = '2027-02-28';
const SIDE_BY_SIDE = 6;

/** Lines of the funder: its total, the debtor and each supplier, never above the attested limit. */
export async function setLines(world: World, suppliers: readonly Member[]): Promise<void> {
  const { limits } = await world
    .client(FUNDER)
    .ask<{ limits: readonly { readonly objectId: string }[] }>('{ limits { objectId } }');
  const known = new Set(limits.map(({ objectId }) => objectId));
  const deeds = await mapSide([FUNDER, ANCHOR, ...suppliers], SIDE_BY_SIDE, async of => {
    const kind = of === FUNDER ? 'funder' : of === ANCHOR ? 'debtor' : 'supplier';
    const line = lineOf(kind === 'supplier' ? of : kind);
    if (known.has(line)) return [];
    const limit = kind === 'funder' ? CAPS.funder : await attested(world, of, kind);
    const cap = limit < CAPS[kind] ? limit : CAPS[kind];
    return [lineDeed(world, { line, kind, subject: of.party, cap })];
  });
  const missing = deeds.flat();
  if (missing.length === 0) return;
  await world.performAll(missing);
  say(`${missing.length} limit lines of the funder, none above what is attested`);
}

function lineDeed(
  world: World,
  of: {
    readonly line: string;
    readonly kind: 'funder' | 'debtor' | 'supplier';
    readonly subject: string;
    readonly cap: bigint;
  },
): Deed<'limit.set'> {
  const { line, kind, subject, cap } = of;
  return {
    kind: 'limit.set',
    actor: FUNDER,
    body: {
      line,
      kind,
      subject,
      cap: { minor: cap.toString(), currency: 'CNY' },
      from: world.businessDate,
      until: LINE_UNTIL,
      slices: SLICES[kind],
    },
    by: [signer(FUNDER, 'maker'), signer(FUNDER, 'checker')],
  };
}

async function attested(world: World, of: Member, kind: 'debtor' | 'supplier'): Promise<bigint> {
  const { attestation } = await world.client(OPERATOR).ask<{
    attestation: { readonly limitMax: Minor | null } | null;
  }>(
    `query($subject: ID!, $role: String) {
      attestation(subject: $subject, role: $role) { limitMax } }`,
    { subject: of.party, role: kind === 'debtor' ? 'buyer' : 'supplier' },
  );
  return BigInt(attestation?.limitMax?.minor ?? '0');
}
