import { registrationText, type RegistrationFields } from './registration-text.ts';

const fields: RegistrationFields = {
  vouchers: ['V-1'],
  system: 'Tallystick',
  buyer: { name: '买方甲', code: '91310000000000001X' },
  supplier: { name: '供方乙', code: null },
  holder: { name: '供方乙', code: null },
  funder: { name: '保理丙', code: null },
  face: { minor: 10_700_053n, currency: 'CNY' },
  moved: { minor: 10_000n, currency: 'CNY' },
  openedOn: '2026-03-02',
  dueOn: '2026-06-01',
  contract: null,
  invoices: ['A-1', 'A-2'],
  agreement: 'F-1',
  months: 9,
};

test('the text names every field of the template, with figures and capitals of one amount', () => {
  expect(registrationText('zd-2026-1', fields)).toEqual({
    ok: true,
    value:
      '应收账款电子凭证编号V-1，系统名称Tallystick，开立人买方甲（91310000000000001X），' +
      '初始持有人供方乙，转让人/出质人供方乙，受让人/质权人保理丙，币种CNY，' +
      '凭证金额107000.53元（大写人民币壹拾万柒仟元伍角叁分），' +
      '本次转让/质押金额100.00元（大写人民币壹佰元整），开立日2026-03-02，到期日2026-06-01，' +
      '基础合同见发票，发票2张，号码A-1、A-2，融资合同F-1，登记期限9个月。',
  });
});

test('more than fifty invoices go to an attachment whose hash the text names', () => {
  const invoices = Array.from({ length: 51 }, (_, at) => `A-${at}`);
  const many = { ...fields, invoices };
  expect(registrationText('zd-2026-1', many)).toEqual({ ok: false, error: 'ATTACHMENT_MISSING' });
  const text = registrationText('zd-2026-1', many, 'ab12');
  expect(text.ok && text.value).toContain('发票51张，号码见附件（SHA-256 ab12）');
  expect(text.ok && text.value).not.toContain('A-50');
});

test('an amount that capitals cannot write is refused', () => {
  const face = { minor: -1n, currency: 'CNY' } as const;
  expect(registrationText('zd-2026-1', { ...fields, face })).toEqual({
    ok: false,
    error: 'WORDS_RANGE',
  });
});
