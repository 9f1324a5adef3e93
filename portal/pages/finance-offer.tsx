import { Alert, Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act } from '../../domain/act/index.ts';
import { useAsk } from '../app/graphql.ts';
import { useDay, useMe } from '../app/me.ts';
import { SigningSheet, type ToSign } from '../signing/sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { Answer, ProblemNote } from '../ui/answer.tsx';
import { Fees, Figure, type Fee } from '../ui/cost.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, moneyText, percentText, type Amount } from '../ui/money.tsx';
import { StateBadge } from '../ui/state.tsx';

const QUOTE = `query($receivables: [ID!]!) { quoteSelection(receivables: $receivables) {
  __typename
  ... on Quote { outstanding advance discount fees { kind amount payer payee } cash totalCost aprPpm
    fundOn payOn days requestBody acceptBody card { funder { name } ratePpm kind } }
  ... on Refused { code message remedy } } }`;
type Quote = {
  __typename: string;
  code?: string;
  message?: string;
  remedy?: string;
  outstanding: Amount;
  advance: Amount;
  discount: Amount;
  fees: Fee[];
  cash: Amount;
  totalCost: Amount;
  aprPpm: number;
  fundOn: string;
  payOn: string;
  days: number;
  requestBody: Record<string, unknown>;
  acceptBody: Record<string, unknown>;
  card: { funder: { name: string | null }; ratePpm: number; kind: string };
};

export type OpenFinancing = {
  id: string;
  objectId: string;
  status: string;
  cash: Amount | null;
  fundOn: string;
  payOn: string | null;
};

/** The quote of a selection. Once its request is signed the quote stands still until it is paid. */
export function Offer({
  receivables,
  open,
  onEnd,
}: {
  receivables: readonly string[];
  open: readonly OpenFinancing[];
  onEnd: () => void;
}) {
  const [kept, setKept] = useState<Quote | null>(null);
  const [financing] = useState(freshId);
  const quote = useAsk<{ quoteSelection: Quote }>(
    QUOTE,
    { receivables },
    { enabled: kept === null },
  );
  const offered = quote.data?.quoteSelection;
  const shown = kept ?? (offered?.__typename === 'Quote' ? offered : null);
  const own = open.find(({ objectId }) => objectId === financing);
  if (!shown)
    return <Answer query={quote}>{data => <Refusal quote={data.quoteSelection} />}</Answer>;
  return (
    <Card withBorder component="section" aria-labelledby="offer">
      <Stack>
        <Terms quote={shown} />
        <Steps
          quote={shown}
          financing={financing}
          status={own?.status ?? (kept ? 'asked' : null)}
          onSigned={() => setKept(shown)}
        />
        {own && <Progress financing={own} onEnd={onEnd} />}
      </Stack>
    </Card>
  );
}

function Refusal({ quote }: { quote: Quote }) {
  return <ProblemNote problem={quote} />;
}

function Terms({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="lg" fw={700} id="offer">
        {t('finance.cash', { cash: moneyText(quote.cash), on: quote.fundOn })}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Figure
          label={t('finance.outstanding')}
          value={<MoneyFigure amount={quote.outstanding} />}
        />
        <Figure label={t('finance.advance')} value={<MoneyFigure amount={quote.advance} />} />
        <Figure label={t('finance.discount')} value={<MoneyFigure amount={quote.discount} />} />
        <Figure label={t('finance.totalCost')} value={<MoneyFigure amount={quote.totalCost} />} />
        <Figure label={t('finance.apr')} value={percentText(quote.aprPpm)} />
        <Figure
          label={t('finance.payOn')}
          value={`${quote.payOn} · ${t('receivables.days', { days: quote.days })}`}
        />
        <Figure label={t('finance.funder')} value={quote.card.funder.name} />
      </SimpleGrid>
      <Fees fees={quote.fees} />
    </>
  );
}

type Step = 'financing.request' | 'financing.accept';

/** Two acts of two persons each: the request, and once it stands the acceptance of its cost. */
function Steps({
  quote,
  financing,
  status,
  onSigned,
}: {
  quote: Quote;
  financing: string;
  status: string | null;
  onSigned: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe(true);
  const day = useDay(true);
  const [sheet, setSheet] = useState<ToSign | null>(null);
  const sign = (kind: Step): void => {
    const body = kind === 'financing.request' ? quote.requestBody : quote.acceptBody;
    const act = {
      id: freshId(),
      kind,
      actor: me.data?.me.party.objectId,
      businessDate: day.data?.day.businessDate,
      body: { ...body, financing },
    } as unknown as Act;
    setSheet({ act, roles: ['maker', 'checker'] });
  };
  return (
    <>
      <Group>
        <Button disabled={status !== null} onClick={() => sign('financing.request')}>
          {t('finance.request')}
        </Button>
        <Button disabled={status !== 'requested'} onClick={() => sign('financing.accept')}>
          {t('finance.accept')}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {t(status === 'asked' ? 'finance.requested' : 'finance.twoSteps')}
      </Text>
      <SigningSheet open={sheet} onClose={() => setSheet(null)} onDone={onSigned} />
    </>
  );
}

function Progress({ financing, onEnd }: { financing: OpenFinancing; onEnd: () => void }) {
  const { t } = useTranslation();
  const isPaid = financing.status === 'active';
  return (
    <Alert color={isPaid ? 'teal' : 'blue'} role="status">
      <Group>
        <StateBadge state={financing.status} />
        {isPaid && financing.cash && (
          <Text fw={700}>{t('finance.paid', { cash: moneyText(financing.cash) })}</Text>
        )}
        <InternalLink to={`financings/${encodeURIComponent(financing.id)}`}>
          {t('finance.open')}
        </InternalLink>
        {isPaid && (
          <Button size="compact-sm" variant="light" onClick={onEnd}>
            {t('finance.another')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
