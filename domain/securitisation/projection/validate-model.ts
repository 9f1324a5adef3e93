import { error, strict, warning, type Finding } from '../deal/findings.ts';
import { validateDeal } from '../deal/validate.ts';
import type { Model } from './model.ts';

/** What is wrong with a deal, and with the pools and the position that it would run on. */
export function validateModel(model: Model): Finding[] {
  return [
    ...validateDeal(model.deal),
    ...sizeFindings(model),
    ...keyFindings(model),
    ...currentRates(model),
  ];
}

/** V-34: the classes are not more than the pools and the cash that stand behind them. */
function sizeFindings({ deal, position, pools }: Model): Finding[] {
  const classes = Object.entries(deal.bonds).reduce(
    (sum, [key, bond]) => sum + (position.bonds[key]?.balance ?? BigInt(bond.original)),
    0n,
  );
  const cash = Object.entries(deal.accounts).reduce(
    (sum, [key, { opening }]) => sum + (position.accounts[key] ?? BigInt(opening)),
    0n,
  );
  const assets = Object.values(pools).flatMap(pool => pool.assets);
  const worth = assets.reduce((sum, asset) => {
    if (asset.type === 'receivable') return sum + asset.face;
    return asset.type === 'flow' ? sum + (asset.rows[0]?.balance ?? 0n) : sum + asset.balance;
  }, cash);
  if (classes > worth) {
    return [strict(deal, 'V-34', 'bonds', `classes of ${classes} on assets and cash of ${worth}`)];
  }
  return classes < worth
    ? [warning('V-34', 'bonds', `classes of ${classes} do not sum to assets and cash of ${worth}`)]
    : [];
}

function keyFindings({ deal, pools, position, assumptions }: Model): Finding[] {
  const unknown = (kind: string, record: object, known: object, code: string): Finding[] =>
    Object.keys(record)
      .filter(key => !Object.hasOwn(known, key))
      .map(key => error(code, `${kind}.${key}`, 'is not in the deal'));
  return [
    ...unknown('pools', pools, deal.pools, 'V-04'),
    ...unknown('assumptions.pools', assumptions.pools, deal.pools, 'V-04'),
    ...unknown('position.accounts', position.accounts, deal.accounts, 'V-01'),
    ...unknown('position.bonds', position.bonds, deal.bonds, 'V-02'),
    ...unknown('position.fees', position.fees, deal.fees, 'V-03'),
  ];
}

const WHOLE_PPB = 1_000_000_000n;

/** V-20: no current rate is above the whole, as a figure in per cent would be. */
function currentRates({ position, pools }: Model): Finding[] {
  const above = (ratePpb: bigint, path: string): Finding[] =>
    ratePpb > WHOLE_PPB
      ? [error('V-20', path, 'above 100 %: a part of one is due, not per cent')]
      : [];
  return [
    ...Object.entries(position.bonds).flatMap(([key, { ratePpb }]) =>
      above(ratePpb, `position.bonds.${key}.ratePpb`),
    ),
    ...Object.entries(pools).flatMap(([key, { assets }]) =>
      assets.flatMap((asset, at) =>
        asset.type === 'loan' ? above(asset.ratePpb, `pools.${key}.assets[${at}].ratePpb`) : [],
      ),
    ),
  ];
}
