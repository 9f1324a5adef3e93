import { Alert, Button, Code, Group, Modal, Select, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act, Signature } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { useDay, useMe, type Me } from '../app/me.ts';
import { InternalLink } from '../ui/link.tsx';
import { ActLines } from './act-lines.tsx';
import { useAsked, type Asked } from './demand.ts';
import { keyOf, type BrowserKey } from './key-store.ts';
import { passStepUp, startStepUp, type Outcome } from './send.ts';
import { send } from './sending.ts';
import { hashOf, signAct } from './sign.ts';
import { StepUp, TypedDigits } from './step-up.tsx';

/** An act to be read and signed; `waiting` means others have signed the same bytes before. */
export type ToSign = { act: Act; transient?: Wire; waiting?: boolean; roles: readonly string[] };

/** The sheet: drawn from the act's own bytes, signed with this browser's key. */
export function SigningSheet({
  open,
  onClose,
  onDone,
}: {
  open: ToSign | null;
  onClose: () => void;
  onDone: (outcome: Outcome) => void;
}) {
  const { t } = useTranslation();
  const me = useMe(open !== null);
  return (
    <Modal opened={open !== null} onClose={onClose} size="xl" title={t('sheet.title')}>
      {open && me.data && (
        <Sheet key={open.act.id} toSign={open} me={me.data.me} onDone={onDone} onClose={onClose} />
      )}
    </Modal>
  );
}

function Sheet({
  toSign,
  me,
  onDone,
  onClose,
}: {
  toSign: ToSign;
  me: Me;
  onDone: (outcome: Outcome) => void;
  onClose: () => void;
}) {
  const key = useBrowserKey(me);
  const [digest, setDigest] = useState('');
  const roles = toSign.roles.filter(role => me.roles.includes(role));
  const [role, setRole] = useState(roles[0] ?? '');
  const asked = useAsked(toSign, me);
  const [typed, setTyped] = useState('');
  const signing = useSigning(
    { toSign, asked },
    { key: key ?? null, role, person: me.person ?? '' },
    onDone,
  );
  const isReady = Boolean(key) && role !== '' && isAnswered(asked, typed);
  useEffect(() => {
    void hashOf(toSign.act).then(setDigest);
  }, [toSign.act]);
  const canSign = signing.challenge === null && !isFinal(signing.outcome);
  return (
    <Stack>
      <ActLines act={toSign.act} />
      <Digest hex={digest} />
      <Prerequisites keyMissing={key === null} roles={roles} role={role} onRole={setRole} />
      {canSign && <TypedDigits asked={asked} typed={typed} onTyped={setTyped} />}
      {signing.outcome && <OutcomeNote outcome={signing.outcome} />}
      {signing.challenge !== null && (
        <StepUp onCode={code => void signing.withCode(code)} busy={signing.busy} />
      )}
      <Buttons signing={signing} canSign={canSign} isReady={isReady} onClose={onClose} />
    </Stack>
  );
}

/** Whether all is known and typed that is asked before the signature. */
function isAnswered({ pending, digits }: Asked, typed: string): boolean {
  return !pending && (digits === null || typed === digits);
}

function Digest({ hex }: { hex: string }) {
  const { t } = useTranslation();
  const groups = hex.slice(0, 32).replace(/(.{4})/g, '$1 ');
  return (
    <>
      <Text size="sm">{t('sheet.digest')}</Text>
      <Code block>{groups.trim()}</Code>
    </>
  );
}

function Buttons({
  signing,
  canSign,
  isReady,
  onClose,
}: {
  signing: Signing;
  canSign: boolean;
  isReady: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {t(isFinal(signing.outcome) ? 'sheet.close' : 'sheet.cancel')}
      </Button>
      {canSign && (
        <Button
          disabled={!isReady || signing.busy}
          loading={signing.busy}
          onClick={() => void signing.sign()}
        >
          {t('sheet.sign')}
        </Button>
      )}
    </Group>
  );
}

function Prerequisites({
  keyMissing,
  roles,
  role,
  onRole,
}: {
  keyMissing: boolean;
  roles: readonly string[];
  role: string;
  onRole: (role: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {keyMissing && (
        <Alert color="orange" title={t('sheet.noKey')}>
          <InternalLink to="company">{t('sheet.enrol')}</InternalLink>
        </Alert>
      )}
      {roles.length > 1 && (
        <Select
          label={t('sheet.role')}
          data={roles.map(value => ({ value, label: t(`role.${value}`, { defaultValue: value }) }))}
          value={role}
          onChange={value => onRole(value ?? '')}
        />
      )}
      {roles.length === 0 && <Alert color="orange">{t('sheet.noRole')}</Alert>}
    </>
  );
}

function isFinal(outcome: Outcome | null): boolean {
  return outcome !== null && ['ActDone', 'ActPartly', 'ActSent'].includes(outcome.__typename);
}

/** This browser's key, `undefined` while it is looked up, `null` when there is none. */
function useBrowserKey(me: Me): BrowserKey | null | undefined {
  const [key, setKey] = useState<BrowserKey | null | undefined>(undefined);
  useEffect(() => {
    void keyOf(me.person ?? '').then(setKey);
  }, [me.person]);
  return key;
}

type Signing = {
  outcome: Outcome | null;
  challenge: string | null;
  busy: boolean;
  sign: () => Promise<void>;
  withCode: (code: string) => Promise<void>;
};

function useSigning(
  { toSign, asked }: { toSign: ToSign; asked: Asked },
  by: { key: BrowserKey | null; role: string; person: string },
  onDone: (outcome: Outcome) => void,
): Signing {
  const day = useDay(true);
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [challenge, setChallenge] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const channel = day.data?.day.channel ?? '';
  const challenged = async (): Promise<void> => {
    if (!by.key) return;
    const { challenge: given, ...fault } = await startStepUp(await hashOf(toSign.act), by.key.id);
    if (given === undefined) setOutcome({ __typename: 'ActRefused', ...fault });
    setChallenge(given ?? null);
  };
  const deliver = async (signatures: readonly Signature[]): Promise<void> => {
    const { act, transient, waiting = false } = toSign;
    const values = transient === undefined ? {} : { transient };
    const sent = await send({ act, waiting, signatures, person: by.person, ...values });
    setOutcome(sent);
    if (sent.__typename === 'StepUpRequired') await challenged();
    if (isFinal(sent)) {
      await queries.invalidateQueries();
      onDone(sent);
    }
  };
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setOutcome({ __typename: 'ActRefused', code: 'BROWSER', message });
    } finally {
      setBusy(false);
    }
  };
  return {
    outcome,
    challenge,
    busy,
    sign: () =>
      guarded(async () => {
        if (asked.code) return challenged();
        if (by.key) await deliver([await signAct(channel, toSign.act, { ...by, key: by.key })]);
      }),
    withCode: code =>
      guarded(async () => {
        if (!by.key || challenge === null) return;
        const signer = { ...by, key: by.key };
        const passed = await passStepUp({ challenge, code, channel, act: toSign.act, by: signer });
        if (!('signatures' in passed)) {
          const { triesLeft, code: refusal, message, remedy } = passed;
          const words = { code: refusal, message, remedy };
          setOutcome({ __typename: triesLeft ? 'StepUpRequired' : 'ActRefused', ...words });
          if (!triesLeft) setChallenge(null);
          return;
        }
        setChallenge(null);
        setOutcome(null);
        await deliver(passed.signatures);
      }),
  };
}

/** What happened, in words: done, waiting for others, or refused with a remedy. */
export function OutcomeNote({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const good = isFinal(outcome);
  const title =
    outcome.message ?? t(`outcome.${outcome.__typename}`, { block: outcome.block ?? 0 });
  return (
    <Alert color={good ? 'teal' : 'orange'} title={title} role="status">
      {outcome.remedy !== undefined && <Text>{outcome.remedy}</Text>}
      {outcome.missing?.map(({ sentence }) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      {outcome.txId !== undefined && (
        <InternalLink to={`ledger/tx/${outcome.txId}`}>{t('outcome.proof')}</InternalLink>
      )}
      {outcome.faults && (
        <Table>
          <Table.Tbody>
            {outcome.faults.map(({ path, code }) => (
              <Table.Tr key={path}>
                <Table.Td>{path}</Table.Td>
                <Table.Td>{code}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {outcome.code !== undefined && <Code>{outcome.code}</Code>}
    </Alert>
  );
}
