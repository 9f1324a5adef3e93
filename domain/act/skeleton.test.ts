import { isObject } from '../wire/index.ts';
import { ACT_KINDS, optionalFields, skeletonOf, type ActKind } from './index.ts';

test('an empty body has what must be there, and says what may be', () => {
  const { shape } = ACT_KINDS['account.register'].body;
  expect(skeletonOf(shape)).toEqual({
    account: '',
    bankRoot: '',
    currency: '',
    purpose: 'settle',
  });
  expect(optionalFields(shape)).toEqual(['bank']);
  expect(skeletonOf(ACT_KINDS['payment.refund'].body.shape)).toEqual({
    payment: '',
    payout: '',
    account: '',
    amount: { minor: '', currency: 'CNY' },
  });
});

test.each(Object.keys(ACT_KINDS) as ActKind[])('%s: nothing of it is unknown or missing', kind => {
  const { body } = ACT_KINDS[kind];
  const faults: { readonly path: string; readonly fault: string }[] = [];
  const empty = skeletonOf(body.shape);
  expect(isObject(empty)).toBe(true);
  body.read(empty, 'body', faults);
  expect(
    faults.filter(({ fault }) => /unknown|must be an object|must be a list/.test(fault)),
  ).toEqual([]);
});
