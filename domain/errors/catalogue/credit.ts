import type { RefusalText } from './text.ts';

/** Codes of credit attestations (credit.md CR-84). */
export const creditRefusals = {
  MODEL_INACTIVE: {
    en: {
      sentence: 'Model or policy {hash} is not the active one on {date}.',
      remedy: 'Score with {active}.',
    },
    zh: { sentence: '模型或政策 {hash} 在 {date} 未生效。', remedy: '请使用 {active} 重新评分。' },
  },
  GRADE_MISMATCH: {
    en: { sentence: 'PD {ppm} is grade {g}, not {stated}.', remedy: 'Attest the computed grade.' },
    zh: { sentence: '违约概率 {ppm} 对应等级 {g}，而非 {stated}。', remedy: '请按计算等级出具。' },
  },
  GRADE_CAPPED: {
    en: { sentence: '{cause} caps the grade at {g}.', remedy: 'Attest the computed grade.' },
    zh: { sentence: '因 {cause}，等级最高为 {g}。', remedy: '请按计算等级出具。' },
  },
  GRADE_TOO_LOW: {
    en: {
      sentence: '{product} needs {min}; the grade is {grade}.',
      remedy: 'See what would raise it, or choose another product.',
    },
    zh: {
      sentence: '{product} 要求等级 {min}，当前为 {grade}。',
      remedy: '请查看提升途径，或选择其他产品。',
    },
  },
  LIMIT_ABOVE_POLICY: {
    en: {
      sentence: '{x} is above {y}, the most for grade {g}.',
      remedy: 'Ask for {y}, or have the policy changed.',
    },
    zh: { sentence: '{x} 超过等级 {g} 的上限 {y}。', remedy: '请减至 {y}，或修订政策。' },
  },
  VALIDITY_TOO_LONG: {
    en: { sentence: '{days} days; grade {g} allows {max}.', remedy: 'Shorten it.' },
    zh: { sentence: '有效期 {days} 天；等级 {g} 最长 {max} 天。', remedy: '请缩短有效期。' },
  },
  ATTESTATION_STALE: {
    en: { sentence: 'Inputs are of {date}.', remedy: 'Score again.' },
    zh: { sentence: '输入数据日期为 {date}。', remedy: '请重新评分。' },
  },
  ATTESTATION_SUPERSEDED: {
    en: { sentence: '{id} is the current one.', remedy: 'Name it in supersedes.' },
    zh: { sentence: '现行证明为 {id}。', remedy: '请在 supersedes 中写明。' },
  },
  LOOSENING_NEEDS_TWO: {
    en: {
      sentence: 'Lowering a level, unfreezing or raising a limit needs two persons.',
      remedy: 'Get the second signature.',
    },
    zh: { sentence: '降低预警、解冻或提高额度须两人签署。', remedy: '请取得第二人签名。' },
  },
} as const satisfies Record<string, RefusalText>;
