import { Button, Code, FileButton, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActKind } from '../../domain/act/index.ts';
import { toHex } from '../../domain/wire/index.ts';
import { useAsk } from '../app/graphql.ts';
import { useDay } from '../app/me.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Review = {
  object: string;
  reason: string;
  candidates: string[];
  offers: { kind: ActKind; body: object }[];
  since: string;
};
type Payout = {
  objectId: string;
  status: string;
  amount: Amount;
  payee: { name: string | null } | null;
  valueOn: string | null;
};
type Match = {
  match: string;
  status: string;
  on: string;
  amount: Amount;
  allocations: { target: string }[];
};
type Payment = {
  objectId: string;
  status: string;
  bookedOn: string | null;
  amount: Amount;
  matches: Match[];
};
type Desk = {
  bankReviews: Review[];
  openPayouts: Payout[];
  payments: { edges: { node: Payment }[] };
};

const DESK = `{ bankReviews(first: 50) { object reason candidates offers { kind body } since }
  openPayouts(first: 50) { objectId status amount payee { name } valueOn }
  payments(first: 50) { edges { node { objectId status bookedOn amount matches } } } }`;
/** Reasons of ISO 20022 for which a bank returns a payment. */
const REASONS = ['AC01', 'AC04', 'AC06', 'AG01', 'AM04', 'BE04', 'MS03', 'NARR'] as const;

type Start = ReturnType<typeof useActSheet>['start'];

/** What no program may decide about bank entries, and what two persons may take back. */
export function DeskPage() {
  const { t } = useTranslation();
  const desk = useAsk<Desk>(DESK, {}, { everyMs: 5_000 });
  const day = useDay(true);
  const { start, sheet } = useActSheet({ prefer: 'cash' });
  const businessDate = day.data?.day.businessDate ?? '';
  return (
    <Page title={t('page.desk')} sentence={t('desk.sentence')}>
      <Answer query={desk}>
        {({ bankReviews, openPayouts, payments }) => (
          <Stack>
            <Section title={t('desk.reviews')}>
              <Reviews
                rows={bankReviews}
                payments={payments.edges.map(({ node }) => node)}
                start={start}
              />
            </Section>
            <Section title={t('desk.payouts')}>
              <Payouts rows={openPayouts} start={start} />
            </Section>
            <Section title={t('desk.matches')}>
              <Matches rows={undoable(payments, businessDate)} start={start} />
            </Section>
          </Stack>
        )}
      </Answer>
      {sheet}
    </Page>
  );
}

/** Each candidate beside the act that would settle it. */
function Reviews({
  rows,
  payments,
  start,
}: {
  rows: readonly Review[];
  payments: readonly Payment[];
  start: Start;
}) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty text={t('desk.noReview')} />;
  return (
    <Table className="tally-table">
      <Table.Tbody>
        {rows.map(({ object, reason, candidates, offers }) => (
          <Table.Tr key={object}>
            <Table.Td>
              <Text>{t(`review.${reason}`, { defaultValue: reason })}</Text>
              <Code>{object.slice(0, 16)}</Code>
            </Table.Td>
            <Table.Td>
              <Stack gap="xs">
                {candidates.map((one, at) => (
                  <Group key={one} gap="sm">
                    <Candidate
                      id={one}
                      payment={payments.find(({ objectId }) => objectId === one)}
                    />
                    <OfferButton offer={offerFor(offers, one, at)} start={start} />
                  </Group>
                ))}
                {offers.slice(candidates.length).map((offer, at) => (
                  <OfferButton key={at} offer={offer} start={start} />
                ))}
              </Stack>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Offer = Review['offers'][number];

/** The act that names this candidate, else the one at its place. */
function offerFor(offers: readonly Offer[], candidate: string, at: number): Offer | undefined {
  return offers.find(({ body }) => Object.values(body).includes(candidate)) ?? offers[at];
}

function OfferButton({ offer, start }: { offer: Offer | undefined; start: Start }) {
  const { t } = useTranslation();
  if (!offer) return null;
  const { kind, body } = offer;
  return (
    <Button size="compact-md" onClick={() => start(kind, body)}>
      {t(`kind.${kind}`, { defaultValue: kind })}
    </Button>
  );
}

function Candidate({ id, payment }: { id: string; payment: Payment | undefined }) {
  return (
    <>
      <Code>{id.slice(0, 16)}</Code>
      {payment && (
        <>
          <Text size="sm">{payment.bookedOn}</Text>
          <MoneyFigure amount={payment.amount} />
        </>
      )}
    </>
  );
}

function Payouts({ rows, start }: { rows: readonly Payout[]; start: Start }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<string>('AC04');
  if (rows.length === 0) return <Empty text={t('desk.noPayout')} />;
  const fail = async (payout: string, file: File | null): Promise<void> => {
    if (!file) return;
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    start('payout.fail', { payout, reason, message: toHex(new Uint8Array(digest)) });
  };
  return (
    <Stack>
      <Select
        label={t('desk.reason')}
        data={REASONS.map(value => ({ value, label: `${value} · ${t(`returned.${value}`)}` }))}
        value={reason}
        onChange={value => setReason(value ?? 'NARR')}
        maw={420}
      />
      <Table>
        <Table.Tbody>
          {rows.map(({ objectId, status, amount, payee, valueOn }) => (
            <Table.Tr key={objectId}>
              <Table.Td>
                <StateBadge state={status} />
              </Table.Td>
              <Table.Td>{payee?.name ?? '–'}</Table.Td>
              <Table.Td>
                <MoneyFigure amount={amount} />
              </Table.Td>
              <Table.Td>{valueOn ?? '–'}</Table.Td>
              <Table.Td>
                <FileButton onChange={file => void fail(objectId, file)}>
                  {props => <Button {...props}>{t('desk.fail')}</Button>}
                </FileButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

/** Matches of money for a funder's balance, within their month: all that may be undone. */
function undoable({ edges }: Desk['payments'], today: string): readonly Match[] {
  return edges
    .flatMap(({ node }) => node.matches)
    .filter(
      ({ status, on, allocations }) =>
        status === 'standing' &&
        on.slice(0, 7) === today.slice(0, 7) &&
        allocations.every(({ target }) => target === 'funding'),
    );
}

function Matches({ rows, start }: { rows: readonly Match[]; start: Start }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty text={t('desk.noMatch')} />;
  return (
    <Table>
      <Table.Tbody>
        {rows.map(({ match, on, amount }) => (
          <Table.Tr key={match}>
            <Table.Td>{on}</Table.Td>
            <Table.Td>
              <MoneyFigure amount={amount} />
            </Table.Td>
            <Table.Td>
              <Button
                variant="default"
                onClick={() => start('payment.unmatch', { match, reason: 'wrongMatch' })}
              >
                {t('desk.undo')}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
