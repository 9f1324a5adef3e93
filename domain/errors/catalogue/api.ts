import type { RefusalText } from './text.ts';

/** Codes of the API and the browser alone (portal.md PT-905). */
export const apiRefusals = {
  UNAUTHENTICATED: {
    en: { sentence: 'You are not signed in.', remedy: 'Sign in and try again.' },
    zh: { sentence: '您尚未登录。', remedy: '请登录后重试。' },
  },
  BAD_INPUT: {
    en: {
      sentence: 'The request does not have the form that is asked for.',
      remedy: 'Correct the listed fields.',
    },
    zh: { sentence: '请求的格式不正确。', remedy: '请更正所列字段。' },
  },
  BAD_CURSOR: {
    en: { sentence: 'The cursor is not of this list.', remedy: 'Read the list from its start.' },
    zh: { sentence: '游标不属于此列表。', remedy: '请从头读取该列表。' },
  },
  QUERY_TOO_LARGE: {
    en: { sentence: 'The query is too large.', remedy: 'Ask for less at once.' },
    zh: { sentence: '查询过大。', remedy: '请减少一次查询的内容。' },
  },
  COMPLEXITY_EXCEEDED: {
    en: {
      sentence: 'The query asks for too much at once.',
      remedy: 'Ask for fewer rows or fields.',
    },
    zh: { sentence: '查询的工作量过大。', remedy: '请减少行数或字段。' },
  },
  RATE_LIMITED: {
    en: { sentence: 'Too many requests.', remedy: 'Wait and try again.' },
    zh: { sentence: '请求过于频繁。', remedy: '请稍候重试。' },
  },
  IN_PROGRESS: {
    en: {
      sentence: 'This request is still running.',
      remedy: 'Ask for its outcome; send nothing.',
    },
    zh: { sentence: '该请求仍在处理中。', remedy: '请查询结果，无需重新发送。' },
  },
  CONFLICT: {
    en: { sentence: 'Somebody changed this before you.', remedy: 'Read it again and repeat.' },
    zh: { sentence: '该内容已被他人修改。', remedy: '请重新读取后再操作。' },
  },
  CONTENTION: {
    en: {
      sentence: 'The ledger could not order this act among others.',
      remedy: 'It waits for a person; send the same act again.',
    },
    zh: {
      sentence: '账本暂时无法排序该业务。',
      remedy: '该业务等待人工处理；可重新发送同一业务。',
    },
  },
  STORAGE_FULL: {
    en: { sentence: 'There is no room left to store this.', remedy: 'Free some space first.' },
    zh: { sentence: '存储空间已满。', remedy: '请先释放空间。' },
  },
  INSECURE_CONTEXT: {
    en: {
      sentence: 'Keys work on a secure page only.',
      remedy: 'Open the portal by https or on localhost.',
    },
    zh: { sentence: '密钥只能在安全页面中使用。', remedy: '请通过 https 或 localhost 打开门户。' },
  },
  AMOUNT_AMBIGUOUS: {
    en: { sentence: 'The amount can be read in two ways.', remedy: 'Write it like 1234.56.' },
    zh: { sentence: '金额写法有歧义。', remedy: '请写成 1234.56 的形式。' },
  },
  AMOUNT_PRECISION: {
    en: {
      sentence: 'The amount has more decimals than its currency.',
      remedy: 'Write it with the decimals of the currency.',
    },
    zh: { sentence: '金额的小数位多于币种的位数。', remedy: '请按币种的小数位书写。' },
  },
} as const satisfies Readonly<Record<string, RefusalText>>;
