import { Badge, Checkbox, Code, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Bars } from './bars.tsx';
import { Figure } from './cost.tsx';
import { MoneyFigure, moneyText, percentText, type Amount } from './money.tsx';
import { StateBadge } from './state.tsx';

type Count = { count: number; amount: Amount };
type Share = Count & { key: string; sharePpm: number };
type Asset = {
  holding: string;
  reference: string;
  obligor: string;
  amount: Amount;
  dueOn: string;
  daysLeft: number;
  status: string;
  result: 'eligible' | 'warned' | 'rejected';
  failures: { code: string; effect: string; found: string; required: string }[];
};

export type Examination = {
  ruleSet: string;
  ruleSetHash: string;
  judgedOn: string;
  all: Count;
  eligible: Count;
  excess: Amount;
  netPoolBalance: Amount;
  reasons: Share[];
  obligors: Share[];
  tenors: Share[];
  excessGroups: { by: string; group: string; excess: Amount }[];
  assets: Asset[];
  body: Record<string, unknown> | null;
};

const COUNT = '{ count amount }';
const SHARE = '{ key count amount sharePpm }';
export const EXAMINATION = `{ ruleSet ruleSetHash judgedOn all ${COUNT} eligible ${COUNT} excess
  netPoolBalance reasons ${SHARE} obligors ${SHARE} tenors ${SHARE}
  excessGroups { by group excess } body
  assets { holding reference obligor amount dueOn daysLeft status result
    failures { code effect found required } } }`;

/** Which eligible assets are taken, where one may choose. */
export type Choice = {
  readonly taken: (holding: string) => boolean;
  readonly toggle: (holding: string) => void;
};

/** What the rules of entry say: counts, why assets fail, how the rest is spread, and each asset. */
export function ExaminationView({
  examination,
  assets = examination.assets,
  choice,
}: {
  examination: Examination;
  /** All that may be chosen from, where only some are examined. */
  assets?: readonly Asset[];
  choice?: Choice;
}) {
  const { t } = useTranslation();
  const { all, eligible, excess, netPoolBalance, reasons } = examination;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 4 }}>
        <Figure label={t('pool.offered')} value={<Counted of={all} />} />
        <Figure label={t('pool.eligible')} value={<Counted of={eligible} />} />
        <Figure label={t('pool.excess')} value={<MoneyFigure amount={excess} />} />
        <Figure label={t('pool.net')} value={<MoneyFigure amount={netPoolBalance} />} />
      </SimpleGrid>
      {reasons.length > 0 && (
        <Bars
          sentence={t('pool.reasonsSentence', { count: all.count - eligible.count })}
          bars={reasons.map(share => ({
            ...share,
            label: `${share.key} ${t(`rule.${share.key}`)}`,
          }))}
        />
      )}
      <Spread examination={examination} />
      <Assets assets={assets} choice={choice} />
      <Text size="sm">
        {t('pool.rules', { set: examination.ruleSet, on: examination.judgedOn })}{' '}
        <Code>{examination.ruleSetHash.slice(0, 24)}</Code>
      </Text>
    </Stack>
  );
}

function Counted({ of }: { of: Count }) {
  const { t } = useTranslation();
  return (
    <>
      {t('pool.assets', { count: of.count })} · <MoneyFigure amount={of.amount} />
    </>
  );
}

function Spread({ examination }: { examination: Examination }) {
  const { t } = useTranslation();
  const { obligors, tenors, excessGroups } = examination;
  const [largest] = obligors;
  const [longest] = [...tenors].sort((a, b) => b.sharePpm - a.sharePpm);
  const [over] = excessGroups;
  if (!largest || !longest) return null;
  const share = percentText(largest.sharePpm);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Bars
        sentence={
          over
            ? t('pool.overSentence', { share, excess: moneyText(over.excess) })
            : t('pool.obligorSentence', { share })
        }
        bars={obligors.slice(0, 20).map(each => ({ ...each, label: each.key.slice(0, 13) }))}
      />
      <Bars
        sentence={t('pool.tenorSentence', {
          tenor: t(`tenor.${longest.key}`),
          share: percentText(longest.sharePpm),
        })}
        bars={tenors.map(each => ({ ...each, label: t(`tenor.${each.key}`) }))}
      />
    </SimpleGrid>
  );
}

function Assets({ assets, choice }: { assets: readonly Asset[]; choice: Choice | undefined }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            {choice && <Table.Th scope="col">{t('poolColumn.take')}</Table.Th>}
            {['reference', 'obligor', 'due', 'amount', 'result', 'why'].map(column => (
              <Table.Th scope="col" key={column}>
                {t(`poolColumn.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {assets.map(asset => (
            <AssetRow key={asset.holding} asset={asset} choice={choice} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const COLOURS = { eligible: 'teal', warned: 'yellow', rejected: 'red' } as const;

function AssetRow({ asset, choice }: { asset: Asset; choice: Choice | undefined }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      {choice && (
        <Table.Td>
          <Checkbox
            aria-label={t('poolColumn.takeOne', { reference: asset.reference })}
            checked={asset.result !== 'rejected' && choice.taken(asset.holding)}
            disabled={asset.result === 'rejected'}
            onChange={() => choice.toggle(asset.holding)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <span className="tally-code">{asset.reference}</span> <StateBadge state={asset.status} />
      </Table.Td>
      <Table.Td>
        <span className="tally-code">{asset.obligor.slice(0, 13)}</span>
      </Table.Td>
      <Table.Td>
        {asset.dueOn} · {t('receivables.days', { days: asset.daysLeft })}
      </Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={asset.amount} />
      </Table.Td>
      <Table.Td>
        <Badge
          color={COLOURS[asset.result]}
          variant="light"
          tt="none"
          miw="fit-content"
          className="tally-state"
        >
          {t(`poolResult.${asset.result}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {asset.failures.map(({ code, effect, found, required }) => (
          <Text size="sm" key={`${code}-${effect}`}>
            {code} {t(`rule.${code}`)}
            {factsOf(code, { found, required }, asset.amount.currency)}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

/** Rules whose facts are amounts in minor units. */
const OF_AMOUNTS = ['EL-11'];

/** What was found and what is required, where both are amounts, dates or numbers. */
function factsOf(
  code: string,
  { found, required }: { found: string; required: string },
  currency: string,
): string {
  const isPlain = [found, required].every(text => /^[\d-]+$/.test(text));
  if (!isPlain) return '';
  const shown = (text: string): string =>
    OF_AMOUNTS.includes(code) ? moneyText({ minor: text, currency }) : text;
  return `: ${shown(found)} ≠ ${shown(required)}`;
}
