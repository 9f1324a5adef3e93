import { ACT_KINDS, parseSignedAct, type Act, type ActKind } from '../../domain/act/index.ts';
import type { Schema } from '../../domain/act/index.ts';
import { describe as describeAct } from '../../domain/act/describe.ts';
import { canonical, isList, isObject, type Wire } from '../../domain/wire/index.ts';
import { makeAct, nextId } from '../fixture/signing.ts';

/** Act kinds of receivables.md §16 and of the files it names, written as there. */
const LISTS = `
channel.bootstrap disclosure.{request,grant,end}
party.{apply,admit,refuse,review,suspend,reinstate,exit} key.{register,recover,revoke}
user.{grant,revoke,sweep} account.{register,verify} screening.record negativeList.{add,remove}
diligence.record partner.terms consent.{grant,withdraw}
order.{register,issue,accept,decline,cancel,revise,claim,attest,close}
orderLoan.{request,quote,accept,commit,draw,fund,convert}
receivable.{offer,issue,accept,reject,confirm,decline,withdraw,record,cancel,dilute}
receivable.{reschedule,freeze,unfreeze} holding.{split,transfer} fingerprint.cancel
duplicate.{flag,clear} registration.{draft,search,file,amend,extend,discharge}
rateCard.{publish,withdraw} standing.{place,cancel}
financing.{request,quote,accept,cancel,refuse,commit,clear,disburse,assign,lapse}
limit.{set,fold} attestation.record cash.{statement,receive,reverse}
payment.{match,unmatch,refund} payout.{file,confirm,fail} buffer.{topUp,draw,repay} balance.fold
claim.{age,default} provision.{run,raise,undo} writeoff.book recourse.{demand,dispute}
repurchase.{propose,accept,decline,cancel} margin.{call,release,apply} attribution.record
share.{close,dispute,settle} reserve.draw breaker.{trip,reset,review}
param.{propose,approve,withdraw} day.{open,close} period.close rate.record hedge.{record,settle}
fx.convert dispute.{open,respond,settle,withdraw,mediate,escalate,pause,award,enforce,enforceStep}
label.{claim,verify,refuse,withdraw} footprint.record
engagement.{open,invite,join,leave,close,abandon} task.{add,assign,submit,accept,return}
document.{request,deliver,supersede} confirmation.{give,withdraw} gate.pass esop.{grant,vest,lapse}
document.{reserve,anchor,withdraw} auditConfirmation.{ask,reply} evidence.anchor audit.anchor
subject.erase retention.purge pilot.{open,stop,close} pool.{propose,seal,sell,collect} state.migrate
pool.{replace,repurchase,remove,release} deal.{publish,fix,observe,amend}
issue.{offer,subscribe,allocate,close,fail} note.{transfer,freeze,unfreeze,force}
distribution.{calculate,review,settle,miss}
`
  .trim()
  .split(/\s+/)
  .flatMap(entry => {
    const [, noun = '', verbs] = /^(\w+)\.\{?([^}]*)\}?$/.exec(entry) ?? [];
    return (verbs ?? '').split(',').map(verb => `${noun}.${verb}`);
  });

const KINDS = Object.keys(ACT_KINDS) as ActKind[];
const HASH = 'a'.repeat(64);
const POINT = `B${'A'.repeat(86)}`;
const LEAVES: Readonly<Record<string, Wire>> = {
  text: '1',
  id: '01900000-0000-7000-8000-000000000001',
  code: 'CNY',
  money: { minor: '1', currency: 'CNY' },
  ppm: 1,
  count: 1,
  date: '2026-03-02',
  instant: '2026-03-02T00:00:00.000Z',
  hash: HASH,
  key: POINT,
  flag: true,
  wire: 1,
};
/** Sizes of outer and inner lists: three founding organisations, two parts, twenty checks. */
const LIST_SIZES = [
  [1, 1],
  [2, 1],
  [3, 2],
  [20, 1],
] as const;

function sample({ shape }: Schema<unknown>, sizes: readonly [number, number]): Wire {
  const [size, inner] = sizes;
  if (shape.type === 'object') {
    const fields = Object.entries(shape.fields);
    return Object.fromEntries(fields.map(([name, field]) => [name, sample(field, sizes)]));
  }
  if (shape.type === 'list')
    return Array.from({ length: size }, () => sample(shape.item, [inner, inner]));
  if (shape.type === 'optional') return sample(shape.of, sizes);
  if (shape.type === 'either') return sample(shape.of[0] as Schema<unknown>, sizes);
  if (shape.type === 'oneOf') return shape.words[0] ?? '';
  return LEAVES[shape.type] ?? '';
}

/** A body that the kind's own schema reads without a fault. */
function bodyOf(kind: ActKind): Wire {
  for (const sizes of LIST_SIZES) {
    const body = sample(ACT_KINDS[kind].body, sizes);
    if (faultsOf(kind, body).length === 0) return body;
  }
  throw new Error(`no sample of ${kind}: ${JSON.stringify(faultsOf(kind, {}))}`);
}

function faultsOf(kind: ActKind, body: Wire): readonly string[] {
  const actor = '01900000-0000-7000-8000-000000000002';
  const act = { id: nextId(), kind, actor, businessDate: '2026-03-02', body };
  const parsed = parseSignedAct(canonical({ act, signatures: [] }));
  return parsed.ok ? [] : parsed.error.map(({ path, fault }) => `${path}: ${fault}`);
}

test('every act kind stands in the lists', () => {
  expect(KINDS.filter(kind => !LISTS.includes(kind))).toEqual([]);
});

describe.each(KINDS)('%s', kind => {
  test('has a closed body: a field more or less is refused with its path', () => {
    const body = bodyOf(kind);
    if (!isObject(body)) throw new Error('no object');
    expect(faultsOf(kind, { ...body, surprise: 1 })).toContain('act.body.surprise: unknown');
    expect(faultsOf(kind, [])).toContain('act.body: must be an object');
  });

  test('amounts are plain digits: no separators, signs, exponents or other digits', () => {
    const body = bodyOf(kind);
    for (const minor of ['1,000', '-', '1e3', '1.00', '１２', ' 1', '']) {
      const wrong = withMoney(body, minor);
      if (wrong !== null) expect(faultsOf(kind, wrong).join()).toContain('.minor: must be plain');
    }
  });

  test('the signing sheet has a line for every value of the body', () => {
    const body = bodyOf(kind);
    const actor = '01900000-0000-7000-8000-000000000002';
    const act = makeAct(kind, { actor, businessDate: '2026-03-02', body: body as never }) as Act;
    const lines = describeAct(act);
    const shown = lines.map(({ label }) => label.split('[')[0]?.split('.')[0]);
    for (const name of Object.keys(body as object)) expect(shown).toContain(name);
    expect(lines.length).toBe(2 + leavesOf(body));
  });
});

/** The body with its first amount's minor units replaced; `null` when it has none. */
function withMoney(value: Wire, minor: string): Wire | null {
  if (isList(value)) {
    const first = value[0] === undefined ? null : withMoney(value[0], minor);
    return first === null ? null : [first, ...value.slice(1)];
  }
  if (!isObject(value)) return null;
  if (typeof value['minor'] === 'string') return { ...value, minor };
  for (const [name, member] of Object.entries(value)) {
    const changed = withMoney(member, minor);
    if (changed !== null) return { ...value, [name]: changed };
  }
  return null;
}

function leavesOf(value: Wire): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + leavesOf(item), 0);
  if (!isObject(value) || typeof value['minor'] === 'string') return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leavesOf(item), 0);
}
