import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../text/text.ts';
import { nameIn, type DealTerms } from './deal-terms.ts';
import { moneyText, type Amount } from './money.tsx';
import { StateBadge } from './state.tsx';

export type Input = {
  kind: 'collection' | 'fixing';
  of: string;
  on: string;
  isRecorded: boolean;
  entry: string | null;
  ppb: number | null;
  flows: { flow: string; amount: Amount }[];
};

export const INPUTS = 'inputs { kind of on isRecorded entry ppb flows { flow amount } }';

/** What a payment date is run on: collections and fixings, recorded or still missing. */
export function Inputs({ inputs, terms }: { inputs: readonly Input[]; terms: DealTerms }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            {['what', 'on', 'state', 'entry', 'value'].map(column => (
              <Table.Th scope="col" key={column}>
                {t(`inputColumn.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inputs.map(input => (
            <Table.Tr key={`${input.kind}-${input.of}-${input.on}`}>
              <Table.Td>
                {t(`input.${input.kind}`, { of: nameIn(terms, input.of, currentLanguage()) })}
              </Table.Td>
              <Table.Td>{input.on}</Table.Td>
              <Table.Td>
                <StateBadge state={input.isRecorded ? 'recorded' : 'missing'} />
              </Table.Td>
              <Table.Td className="tally-code">{input.entry ?? '–'}</Table.Td>
              <Table.Td>
                <ValueText input={input} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ValueText({ input: { flows, ppb } }: { input: Input }) {
  const { t } = useTranslation();
  if (ppb !== null) return `${ppb} ppb`;
  if (flows.length === 0) return '–';
  const words = flows.map(
    ({ flow, amount }) => `${t(`flow.${flow}`, { defaultValue: flow })} ${moneyText(amount)}`,
  );
  return words.join(' · ');
}
