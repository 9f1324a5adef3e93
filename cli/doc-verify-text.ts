import { formatMoney, fromWire } from '../domain/money/index.ts';
import {
  isLeaf,
  isRows,
  type FigureNode,
  type Step,
  type StepName,
  type Verdict,
  type VerifyCode,
} from '../reports/index.ts';

type Language = 'zh' | 'en';
type Words = Readonly<Record<Language, string>>;

const STEP: Readonly<Record<StepName, Words>> = {
  hash: { zh: '文件哈希在账本上', en: 'the hash of the file is on the ledger' },
  proof: { zh: '区块证明成立', en: 'the block proof holds under the pinned keys' },
  coverage: { zh: '签名覆盖整个文件', en: 'the last signature covers the whole file' },
  signature: { zh: '签名摘要与密码学有效', en: 'digest and cryptography of every signature hold' },
  signer: { zh: '证书链到锁定的根证书', en: 'the chain ends at a pinned root, valid at issue' },
  issuer: { zh: '签署人即签发人且有权签发', en: 'the signer is the issuer, entitled to this kind' },
  figures: { zh: '正文与数据和账本一致', en: 'body and attached figures are those anchored' },
  status: { zh: '文件状态', en: 'the document is current' },
  deep: { zh: '重新生成版面一致', en: 'rendered again, the layout is the same' },
};

const CODE: Readonly<Record<VerifyCode | 'CURRENT', Words>> = {
  CURRENT: { zh: '真实且有效', en: 'genuine and current' },
  HASH_NOT_ON_LEDGER: { zh: '账本上没有此文件', en: 'the ledger does not know this file' },
  PROOF_INVALID: { zh: '区块证明不成立', en: 'the block proof does not hold' },
  CHANGED_AFTER_SIGNING: { zh: '签署后被改动', en: 'changed after signing' },
  SIGNATURE_BROKEN: { zh: '签名无效', en: 'the signature does not hold' },
  UNKNOWN_SIGNER: { zh: '签署人未知', en: 'the signer is unknown' },
  REVOKED_SIGNER: { zh: '签署证书已吊销', en: 'the signing certificate was revoked' },
  WRONG_ISSUER: { zh: '签署人不是签发人或无权签发', en: 'the signer is not the entitled issuer' },
  FIGURES_DIFFER: { zh: '正文或数据与账本不一致', en: 'body or figures are not those anchored' },
  REPLACED: { zh: '真实，但已被替换', en: 'genuine, but replaced' },
  WITHDRAWN: { zh: '真实，但已撤回', en: 'genuine, but withdrawn' },
  EXPIRED: { zh: '真实，但已过期', en: 'genuine, but expired' },
  NOT_YET: { zh: '真实，但尚未生效', en: 'genuine, but not yet in effect' },
  LAYOUT_DIFFERS: { zh: '重新生成的版面不同', en: 'rendered again, the layout differs' },
  FIGURES_NOT_FROM_LEDGER: { zh: '数据与账本重算不符', en: 'the ledger gives other figures' },
  NOT_READABLE: { zh: '文件无法读取', en: 'the file cannot be read' },
};

const WORD = {
  notRun: { zh: '未执行', en: 'not run' },
  record: { zh: '账本记录', en: 'record' },
  compare: { zh: '请核对', en: 'compare' },
  remark: { zh: '注意', en: 'remark' },
} as const;

/** The verdict as lines for a person: one line a step, then what to compare with the paper. */
export function verdictLines(
  verdict: Verdict,
  how: { readonly file: string; readonly language: Language },
): readonly string[] {
  const { language } = how;
  const head = `${verdict.colour.toUpperCase()}  ${verdict.code}: ${CODE[verdict.code][language]}`;
  return [
    how.file,
    ...verdict.steps.map(step => stepLine(step, language)),
    ...verdict.remarks.map(
      ({ code, facts }) => `    ${WORD.remark[language]}: ${code} ${factText(facts)}`,
    ),
    ...recordLines(verdict, language),
    head,
  ];
}

function stepLine(step: Step, language: Language): string {
  const name = STEP[step.name][language];
  switch (step.outcome) {
    case 'passed':
      return `  ${step.step} ok    ${name}`;
    case 'failed':
      return `  ${step.step} FAIL  ${name}: ${step.code} ${factText(step.facts)}`;
    case 'notRun':
      return `  ${step.step} -     ${name}: ${WORD.notRun[language]}, ${step.reason}`;
  }
}

function recordLines(verdict: Verdict, language: Language): readonly string[] {
  const { record } = verdict;
  if (record === null) return [];
  const said = [
    record.kind,
    record.number,
    `v${record.version}`,
    record.issuer,
    record.effectiveOn,
  ];
  const facts = factsToCompare(verdict);
  return [
    `    ${WORD.record[language]}: ${said.join(' · ')} · block ${record.block}`,
    ...(facts === '' ? [] : [`    ${WORD.compare[language]}: ${facts}`]),
  ];
}

/** Amount, holder, debtor and dates, from the figures that the record names by hash. */
function factsToCompare(verdict: Verdict): string {
  const tree = verdict.figures?.figures ?? {};
  return ['amount', 'face', 'cash', 'closing', 'holder', 'debtor', 'supplier', 'party', 'dueOn']
    .flatMap(name => {
      const text = leafText(tree[name]);
      return text === null ? [] : [`${name} ${text}`];
    })
    .join(' · ');
}

function leafText(node: FigureNode | undefined): string | null {
  if (node === undefined || isRows(node)) return null;
  if (!isLeaf(node)) return leafText(node['name']);
  return node.t === 'money' ? formatMoney(fromWire(node.v)) : String(node.v);
}

function factText(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
