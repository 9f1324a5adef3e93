import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft } from '../../locator.ts';
import type { DraftDocument } from '../mapped.ts';
import {
  constant,
  first,
  firstPart,
  group,
  many,
  mapNode,
  read,
  type Mapping,
} from '../mapping.ts';
import { negated } from '../negate.ts';
import { nodeLocator, pathOf, type XmlDocument, type XmlNode } from '../xml.ts';

/** One thing, under the names that programs give it: Chinese words and their pinyin initials. */
const NAMES = {
  number: [
    '发票号码',
    '数电发票号码',
    '全电发票号码',
    '数电票号码',
    'FPHM',
    'FP_HM',
    'QDFPHM',
    'SDFPHM',
    'EIid',
    'InvoiceNumber',
  ],
  issued: ['开票日期', '开票时间', 'KPRQ', 'KPSJ', 'IssueTime'],
  red: ['蓝字发票号码', '原发票号码', '对应蓝字发票号码', 'YFPHM', 'YFP_HM', 'LZFPHM'],
  net: ['合计金额', '金额合计', '不含税金额合计', 'HJJE', 'HJBHSJE'],
  tax: ['合计税额', '税额合计', 'HJSE', 'KPHJSE'],
  whole: ['价税合计小写', '价税合计', '价税合计（小写）', 'JSHJXX', 'JSHJ', 'KPHJJE'],
  note: ['备注', 'BZ'],
  lines: [
    '项目明细',
    '商品明细',
    '明细',
    '发票明细',
    '项目',
    'FPMX',
    'SPMX',
    'XMXX',
    'SPXX',
    'MXXX',
    'COMMON_FPKJ_XMXX',
  ],
  itemName: [
    '货物或应税劳务名称',
    '货物或应税劳务、服务名称',
    '项目名称',
    '商品名称',
    'XMMC',
    'SPMC',
  ],
  model: ['规格型号', 'GGXH'],
  unit: ['单位', '计量单位', 'DW', 'XMDW', 'SPDW'],
  quantity: ['数量', 'SPSL', 'XMSL'],
  price: ['单价', 'DJ', 'XMDJ', 'SPDJ'],
  amount: ['金额', 'JE', 'XMJE', 'SPJE'],
  rate: ['税率', '税率/征收率', 'SLV', 'SL'],
  code: ['税收分类编码', '商品编码', 'SPBM', 'SSFLBM'],
} as const;

type Side = { readonly words: readonly string[]; readonly initials: readonly string[] };
const SELLER: Side = {
  words: ['销售方', '销方', '销售方信息'],
  initials: ['XF', 'XSF', 'XHF', 'XSF_', 'XHF_', 'XF_'],
};
const BUYER: Side = {
  words: ['购买方', '购方', '购买方信息'],
  initials: ['GF', 'GMF', 'GHF', 'GMF_', 'GHF_', 'GF_'],
};

function anywhere(names: readonly string[]): string[] {
  return names.filter(name => !name.includes('/')).map(name => `~${name}`);
}

/** What a side is called: by a word before the name of the member, inside a group, by initials. */
function sideNames(
  { words, initials }: Side,
  members: readonly string[],
  short: readonly string[],
): string[] {
  return [
    ...words.flatMap(word => members.map(member => `~${word}${member}`)),
    ...words.flatMap(word => members.map(member => `~${word}/${member}`)),
    ...initials.flatMap(initial => short.map(member => `~${initial}${member}`)),
  ];
}

function party(side: Side): Mapping {
  const taxId = [
    '纳税人识别号',
    '统一社会信用代码',
    '税号',
    '识别号',
    '统一社会信用代码或纳税人识别号',
  ];
  return [
    first('name', ...sideNames(side, ['名称'], ['MC'])),
    first('taxId', ...sideNames(side, taxId, ['SH', 'NSRSBH'])),
  ];
}

const LINE: Mapping = [
  read(first('quantity', ...NAMES.quantity), { beside: { unitCode: NAMES.unit.join(' | ') } }),
  first('net', ...NAMES.amount),
  read(first('rate', ...NAMES.rate.filter(n => !n.includes('/'))), { steps: ['share'] }),
  firstPart('item', '.', [
    first('name', ...NAMES.itemName),
    first('description', ...NAMES.model),
    many('classes', ...NAMES.code),
  ]),
  firstPart(
    'price',
    NAMES.price.map(name => `.[${name}]`),
    [first('net', ...NAMES.price)],
  ),
];

const DOCUMENT: Mapping = [
  first('number', ...anywhere(NAMES.number)),
  first('authority', ...anywhere(NAMES.number)),
  read(first('issuedOn', ...anywhere(NAMES.issued)), { steps: ['first 10'] }),
  constant('currency', 'CNY'),
  group('preceding', anywhere(NAMES.red), [first('number', '.')]),
  many('notes', ...anywhere(NAMES.note)),
  firstPart('seller', '.', party(SELLER)),
  firstPart('buyer', '.', party(BUYER)),
  group('taxes', anywhere(NAMES.tax), [first('amount', '.')]),
  firstPart('totals', '.', [
    first('taxExclusive', ...anywhere(NAMES.net)),
    first('lines', ...anywhere(NAMES.net)),
    first('taxInclusive', ...anywhere(NAMES.whole)),
    first('payable', ...anywhere(NAMES.whole)),
  ]),
  group(
    'lines',
    NAMES.lines.flatMap(name => NAMES.itemName.map(item => `~${name}[${item}]`)),
    LINE,
  ),
];

/**
 * Maps tax invoices whose members have Chinese names or pinyin initials, one draft for each number.
 * Negative ones credit the invoice that they name. A file without any number is SN-03.
 */
export function mapDialects(document: XmlDocument): DraftDocument[] {
  const { root } = document;
  const owners = [...new Set(numbersIn(root).map(ownerOf))];
  if (owners.length === 0) {
    const place = { path: pathOf(root), line: root.line, column: root.column };
    const found = fatal('SN-03', place, { kind: root.local, format: '数电票' });
    return [{ kind: 'invoice', draft: emptyDraft(nodeLocator(document, root)), findings: [found] }];
  }
  return owners.map(node => {
    const findings: Finding[] = [];
    const draft = mapNode({ document, isOwn: () => true, findings }, node, DOCUMENT);
    const isRed = draft.parts['totals']?.values['payable']?.text.startsWith('-') === true;
    if (isRed) negated(draft);
    return { kind: isRed ? 'creditNote' : 'invoice', draft, findings };
  });
}

function numbersIn(node: XmlNode): XmlNode[] {
  const own = (NAMES.number as readonly string[]).includes(node.local) && node.text.trim() !== '';
  return own ? [node] : node.children.flatMap(numbersIn);
}

/** The largest element around a number that holds no other number. */
function ownerOf(number: XmlNode): XmlNode {
  let node = number.parent ?? number;
  while (node.parent && numbersIn(node.parent).length === 1) node = node.parent;
  return node;
}
