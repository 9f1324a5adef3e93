import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Act, ActKind } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { useDay, useMe } from '../app/me.ts';
import type { Outcome } from './send.ts';
import { SigningSheet, type ToSign } from './sheet.tsx';
import { freshId } from './sign.ts';

const ROLES = [
  'maker',
  'checker',
  'cash',
  'operations',
  'treasurer',
  'risk',
  'compliance',
  'onboarding',
  'registrar',
  'attestor',
  'director',
  'admin',
] as const;

/** Roles in which a person signs; the preferred one is offered first. */
export function signingRoles(prefer: (typeof ROLES)[number] = 'maker'): readonly string[] {
  return [prefer, ...ROLES.filter(role => role !== prefer)];
}

type ActSheet = {
  /** Opens the sheet on a fresh act of this kind, made out on the open business day. */
  readonly start: (kind: ActKind, body: object, transient?: Wire) => void;
  /** Whether the person's party may be the actor of an act of this kind. */
  readonly may: (kind: ActKind) => boolean;
  readonly sheet: ReactNode;
};

/** The signing sheet of a page: an act is made out for the party of whoever is signed in. */
export function useActSheet({
  onDone = () => undefined,
  prefer,
}: {
  onDone?: (outcome: Outcome) => void;
  prefer?: (typeof ROLES)[number];
} = {}): ActSheet {
  const me = useMe(true);
  const day = useDay(true);
  const [open, setOpen] = useState<ToSign | null>(null);
  const start = (kind: ActKind, body: object, transient?: Wire): void => {
    const actor = me.data?.me.party.objectId;
    const businessDate = day.data?.day.businessDate;
    const act = { id: freshId(), kind, actor, businessDate, body } as unknown as Act;
    const values = transient === undefined ? {} : { transient };
    setOpen({ act, roles: signingRoles(prefer), ...values });
  };
  return {
    start,
    may: kind => me.data?.me.capabilities.includes(kind) ?? false,
    sheet: <SigningSheet open={open} onClose={() => setOpen(null)} onDone={onDone} />,
  };
}
