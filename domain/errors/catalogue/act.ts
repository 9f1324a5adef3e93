import type { RefusalText } from './text.ts';

/** Codes that any act can meet (receivables.md ). */
export const actRefusals = {
  ACT_MALFORMED: {
    en: {
      sentence: '{n} fields are not as the schema wants: {faults}.',
      remedy: 'Correct all listed fields and sign again.',
    },
    zh: { sentence: '{n} 个字段不符合格式：{faults}。', remedy: '请更正所列字段后重新签名。' },
  },
  ACT_DONE: {
    en: { sentence: 'This act was done in {txId}.', remedy: 'Read its result.' },
    zh: { sentence: '该业务已在 {txId} 中完成。', remedy: '请查看其结果。' },
  },
  ACT_ID_REUSED: {
    en: {
      sentence: 'Act id {id} was used with other content.',
      remedy: 'Use a new id; the first act stands.',
    },
    zh: { sentence: '业务编号 {id} 已用于其他内容。', remedy: '请使用新编号；原业务有效。' },
  },
  NOT_FOUND: {
    en: {
      sentence: '{id} is not known to you.',
      remedy: 'Check the id, or ask its owner for access.',
    },
    zh: { sentence: '您无法查到 {id}。', remedy: '请核对编号，或向所有者申请权限。' },
  },
  DAY_NOT_OPEN: {
    en: {
      sentence: '{date} is not open.',
      remedy: 'Use an open business day; old value dates post today.',
    },
    zh: {
      sentence: '业务日 {date} 未开启。',
      remedy: '请使用已开启的业务日；历史起息日记入当日。',
    },
  },
  CLOCK_OUT_OF_RANGE: {
    en: {
      sentence: 'The transaction time {t} does not fit business day {d}.',
      remedy: 'Correct the clock and send the same act again.',
    },
    zh: { sentence: '交易时间 {t} 与业务日 {d} 不符。', remedy: '请校正时钟后重新发送同一业务。' },
  },
  FLOW_PAUSED: {
    en: {
      sentence: '{flow} is paused since {t}: {reason}.',
      remedy: 'Wait for the reset; payments and releases still work.',
    },
    zh: {
      sentence: '{flow} 自 {t} 起暂停：{reason}。',
      remedy: '请等待恢复；付款与解除仍可办理。',
    },
  },
  SIGNATURE_INVALID: {
    en: {
      sentence: 'Signature {n} does not match these bytes.',
      remedy: 'Sign the bytes shown; nothing may change after signing.',
    },
    zh: { sentence: '第 {n} 个签名与内容不符。', remedy: '请对所示内容签名，签名后不得改动。' },
  },
  KEY_INACTIVE: {
    en: {
      sentence: 'Key {key} is {state}.',
      remedy: 'Use an active key.',
    },
    zh: { sentence: '密钥 {key} 状态为 {state}。', remedy: '请使用有效密钥。' },
  },
  KEY_KNOWN: {
    en: { sentence: 'This key is already registered.', remedy: 'Make a new key pair.' },
    zh: { sentence: '该密钥已登记。', remedy: '请生成新的密钥对。' },
  },
  KEY_CLASS_TOO_WEAK: {
    en: {
      sentence: 'A {class} key may not sign {kind} above {amount}.',
      remedy: 'Sign with a browser, agent or hardware key.',
    },
    zh: {
      sentence: '{class} 类密钥不得签署超过 {amount} 的 {kind}。',
      remedy: '请使用浏览器、代理或硬件密钥签名。',
    },
  },
  ROLE_MISSING: {
    en: {
      sentence: '{person} lacks role {role} for {kind}.',
      remedy: 'Ask your admin for the role, or another signer.',
    },
    zh: {
      sentence: '{person} 缺少办理 {kind} 的角色 {role}。',
      remedy: '请向管理员申请角色或更换签署人。',
    },
  },
  APPROVALS_MISSING: {
    en: {
      sentence: '{have} of {need} distinct persons signed; missing {missing}.',
      remedy: 'Collect the missing signatures on the same bytes.',
    },
    zh: {
      sentence: '需 {need} 名不同人员签名，已有 {have} 名；尚缺 {missing}。',
      remedy: '请就同一内容补齐签名。',
    },
  },
  APPROVER_CONFLICT: {
    en: {
      sentence: '{person} is related to {object}.',
      remedy: 'Let an unrelated person sign.',
    },
    zh: { sentence: '{person} 与 {object} 存在关联。', remedy: '请由无关联人员签署。' },
  },
  STEP_UP_REQUIRED: {
    en: {
      sentence: 'Band {band} needs a fresh {method}; the last is {age} old.',
      remedy: 'Confirm with the second factor and sign again.',
    },
    zh: {
      sentence: '{band} 档需要新的 {method} 验证；上次验证：{age}。',
      remedy: '请完成二次验证后重新签名。',
    },
  },
  STATE_WRONG: {
    en: {
      sentence: '{object} is {state}; {kind} needs {states}.',
      remedy: 'Do the acts that lead there first.',
    },
    zh: {
      sentence: '{object} 当前状态为 {state}；{kind} 需要 {states}。',
      remedy: '请先办理前置业务。',
    },
  },
  STATE_MOVED: {
    en: { sentence: '{object} is now version {version}.', remedy: 'Read it again and sign.' },
    zh: { sentence: '{object} 现为版本 {version}。', remedy: '请重新查看后签名。' },
  },
  PARTY_NOT_ACTIVE: {
    en: {
      sentence: '{party} is {state}.',
      remedy: 'Finish admission or review; payments still work.',
    },
    zh: { sentence: '{party} 状态为 {state}。', remedy: '请完成准入或复核；付款仍可办理。' },
  },
  KYB_EXPIRED: {
    en: {
      sentence: 'The file of {party} expired on {date}.',
      remedy: 'Have the file reviewed; payments still work.',
    },
    zh: { sentence: '{party} 的尽调档案已于 {date} 到期。', remedy: '请完成复核；付款仍可办理。' },
  },
  RATE_STALE: {
    en: { sentence: 'Rate of {date}.', remedy: 'Record a new rate.' },
    zh: { sentence: '汇率日期为 {date}。', remedy: '请登记新汇率。' },
  },
} as const satisfies Record<string, RefusalText>;
