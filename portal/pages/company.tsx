import { Alert, Button, Card, Code, Group, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../domain/act/index.ts';
import { useDay, useMe, type Me } from '../app/me.ts';
import { keyOf, makeKey, type BrowserKey } from '../signing/key-store.ts';
import type { Outcome } from '../signing/send.ts';
import { send } from '../signing/sending.ts';
import { OutcomeNote } from '../signing/sheet.tsx';
import { freshId, signAct } from '../signing/sign.ts';
import { Answer } from '../ui/answer.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';

const KEY_DAYS = 365;

/** The organisation, its keys, and the enrolment of this browser's own key. */
export function CompanyPage() {
  const { t } = useTranslation();
  const me = useMe(true, 3_000);
  return (
    <Page title={t('page.company')} sentence={me.data?.me.party.name}>
      <Answer query={me}>
        {data => (
          <Stack>
            <Enrolment me={data.me} />
            <Keys me={data.me} />
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

function Enrolment({ me }: { me: Me }) {
  const { t } = useTranslation();
  const day = useDay(true);
  const [key, setKey] = useState<BrowserKey | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    void keyOf(me.person ?? '').then(setKey);
  }, [me.person]);
  const registered = me.keys.find(({ objectId }) => objectId === key?.id);
  const enrol = async (): Promise<void> => {
    try {
      const made = key ?? (await makeKey(me.person ?? ''));
      setKey(made);
      setOutcome(await register(me, made, day.data?.day ?? null));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Card withBorder>
      <Stack>
        <Text fw={700}>{t('company.browserKey')}</Text>
        <Text>{t('company.explain')}</Text>
        {key && <Code>{key.id}</Code>}
        {registered ? <Registered status={registered.status} /> : <Asked outcome={outcome} />}
        {fault !== null && <Alert color="red">{fault}</Alert>}
        {!registered && outcome?.__typename !== 'ActPartly' && (
          <Group>
            <Button onClick={() => void enrol()} disabled={day.data === undefined}>
              {t(key ? 'company.askAgain' : 'company.enrol')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}

function Registered({ status }: { status: string }) {
  const { t } = useTranslation();
  return (
    <Group role="status">
      <StateBadge state={status} />
      {status === 'active' && <Text>{t('company.ready')}</Text>}
    </Group>
  );
}

function Asked({ outcome }: { outcome: Outcome | null }) {
  const { t } = useTranslation();
  if (!outcome) return null;
  return (
    <>
      <OutcomeNote outcome={outcome} />
      {outcome.__typename === 'ActPartly' && <Text>{t('company.asked')}</Text>}
    </>
  );
}

/** Asks for the registration with proof of possession; two admins of the party sign after us. */
async function register(
  me: Me,
  key: BrowserKey,
  day: { channel: string; businessDate: string | null } | null,
): Promise<Outcome> {
  const businessDate = day?.businessDate ?? '';
  const act = {
    id: freshId(),
    kind: 'key.register',
    actor: me.party.objectId,
    businessDate,
    body: {
      key: key.id,
      publicKey: key.publicKey,
      class: 'browser',
      person: me.person,
      validUntil: yearAfter(businessDate),
    },
  } as unknown as Act;
  const role = me.roles[0] ?? 'maker';
  const signatures = [await signAct(day?.channel ?? '', act, { key, role })];
  return send({ person: me.person ?? '', act, signatures, waiting: false });
}

function yearAfter(date: string): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + KEY_DAYS);
  return moment.toISOString().slice(0, 10);
}

function Keys({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Table captionSide="top">
      <Table.Caption>{t('company.keys')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('company.key')}</Table.Th>
          <Table.Th scope="col">{t('company.class')}</Table.Th>
          <Table.Th scope="col">{t('column.state')}</Table.Th>
          <Table.Th scope="col">{t('company.until')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {me.keys.map(key => (
          <Table.Tr key={key.objectId}>
            <Table.Td>
              <Code>{key.objectId}</Code>
            </Table.Td>
            <Table.Td>{t(`keyClass.${key.class}`, { defaultValue: key.class })}</Table.Td>
            <Table.Td>
              <StateBadge state={key.status} />
            </Table.Td>
            <Table.Td>{key.validUntil ?? '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
