import type { RuleText } from './texts.ts';

/** Titles and remedies of what envelopes and single formats are held to, in Chinese. */
export const FORMAT_ZH: Readonly<Record<string, RuleText>> = {
  'IN-07': {
    title: '因所在文件存在问题而暂存。',
    remedy: '处理文件层面的问题后重新加载。',
  },
  'LIM-05': {
    title: '压缩包解开后为 {bytes} 字节，超过其大小或限额所允许。',
    remedy: '请重新保存工作簿，或分批导出。',
  },
  'LIM-06': { title: '压缩包含 {parts} 个部件。', remedy: '请分批导出。' },
  'LIM-08': {
    title: '工作簿设有密码或含有宏。',
    remedy: '请另存为不带密码和宏的 XLSX，或 CSV。',
  },
  'LIM-09': {
    title: '压缩包中的部件“{part}”重名、为链接或指向包外。',
    remedy: '请用表格软件重新保存。',
  },
  'XLS-01': {
    title: '工作簿在“{part}”处损坏。',
    remedy: '请重新保存或重新发送完整文件。',
  },
  'XLS-02': {
    title: '工作表“{sheet}”已隐藏，未读取。',
    remedy: '如需读取，请取消隐藏后保存。',
  },
  'XLS-03': {
    title: '单元格 {range} 已合并，其值仅计入第一个单元格。',
    remedy: '若每行都应有该值，请取消合并。',
  },
  'XLS-04': {
    title: '工作簿引用其他文件；已读取其中保存的数值。',
    remedy: '若保存时已更新则无需处理。',
  },
  'XLS-05': {
    title: '公式没有保存计算结果。',
    remedy: '请在表格软件中打开并计算后保存。',
  },
  'XLS-06': {
    title: '工作表“{sheet}”不是已知表格，未读取。',
    remedy: '如需读取，请在映射方案中指定该工作表。',
  },
  'IDOC-01': {
    title: '记录“{record}”不应出现在此处：文件不完整或长度被改动。',
    remedy: '请重新导出 IDoc，勿用编辑器改动长度。',
  },
  'IDOC-02': {
    title: '段 {segment} 为发送方扩展，未读取。',
    remedy: '若不含需计入的金额或日期则无需处理。',
  },
  'IDOC-03': {
    title: '控制记录标明该 IDoc 为测试。',
    remedy: '请发送方提供正式单据。',
  },
  'JSON-01': {
    title: '“{found}”处不是 JSON。',
    remedy: '请重新导出；文件可能不完整。',
  },
  'JSON-02': {
    title: '系统返回错误：{message}',
    remedy: '请联系系统管理员后重新获取。',
  },
  'JSON-03': {
    title: '该单据在 {system} 中的状态为“{state}”：草稿或已作废。',
    remedy: '请在原系统审核后重新获取；作废单据不构成债权。',
  },
  'JSON-04': {
    title: '数据行未说明各列含义。',
    remedy: '请连同查询的 FormId 与 FieldKeys 一并发送。',
  },
  'X12-01': {
    title: '交换文件没有以可读的 ISA 段开头。',
    remedy: '请发送方重新发送从 ISA 到 IEA 的完整交换文件。',
  },
  'X12-02': {
    title: 'ISA 段为 {found} 个字符而不是 106 个，其中的空格在传输中被去掉。',
    remedy: '无需处理；分隔符按元素位置读取。',
  },
  'X12-03': {
    title: '段以换行结束。',
    remedy: '无需处理；已按此读取。',
  },
  'X12-04': {
    title: '组标识 {found} 与业务类型 {type} 不符，应为 {expected}。',
    remedy: '请告知发送方；业务按 ST01 读取。',
  },
  'X12-05': {
    title: 'SE 声明 {stated} 个段，实际为 {found} 个。',
    remedy: '请发送方重发该业务；可能有段丢失。',
  },
  'X12-06': {
    title: 'GE 声明 {stated} 个业务，组内实际为 {found} 个。',
    remedy: '请发送方重发该组；可能有业务丢失。',
  },
  'X12-07': {
    title: 'IEA 声明 {stated} 个组，实际为 {found} 个。',
    remedy: '请发送方重发该交换文件。',
  },
  'X12-08': {
    title: 'ST“{opened}”与 SE“{closed}”不成对。',
    remedy: '请发送方重发该业务；其开头或结尾已损坏。',
  },
  'X12-09': {
    title: 'GE 结束的组为 {closed}，GS 打开的组为 {opened}。',
    remedy: '请发送方重发该组。',
  },
  'X12-10': {
    title: 'IEA 结束的交换号为 {closed}，ISA 打开的为 {opened}。',
    remedy: '请发送方重发该交换文件。',
  },
  'X12-11': {
    title: '控制号 {control}（{name}）在文件中出现两次。',
    remedy: '请核对是否重复发送；其中单据会逐一比对。',
  },
  'X12-12': {
    title: '业务控制号 {control} 在组内重复。',
    remedy: '请向发送方确认以哪一份为准；后一份已暂存。',
  },
  'X12-20': {
    title: 'CTT 声明 {stated} 行，实际为 {found} 行。',
    remedy: '请向发送方核实；可能有行丢失。',
  },
  'X12-21': {
    title: 'TDS01 为 {stated}，各行合计 {lines}，相差 {difference}。',
    remedy: '若由费用或税款构成则无需处理，否则请发送方补充。',
  },
  'EDI-01': {
    title: '文件没有 UNB 段。',
    remedy: '请发送方重新发送从 UNB 到 UNZ 的完整交换文件。',
  },
  'EDI-02': {
    title: '文件末尾没有 UNZ，文件不完整。',
    remedy: '请重新发送完整文件。',
  },
  'EDI-03': {
    title: 'UNT 声明 {stated} 个段，实际为 {found} 个。',
    remedy: '请发送方重发该报文；可能有段丢失。',
  },
  'EDI-04': {
    title: 'UNE 声明 {stated} 个报文，组内实际为 {found} 个。',
    remedy: '请发送方重发该组。',
  },
  'EDI-05': {
    title: 'UNZ 声明 {stated}，实际为 {found}（{of}）。',
    remedy: '请发送方重发该交换文件；可能有报文丢失。',
  },
  'EDI-06': {
    title: 'UNT 结束的报文号为 {closed}，UNH 打开的为 {opened}。',
    remedy: '请发送方重发该报文。',
  },
  'EDI-07': {
    title: 'UNE 结束的组号为 {closed}，UNG 打开的为 {opened}。',
    remedy: '请发送方重发该组。',
  },
  'EDI-08': {
    title: 'UNZ 结束的交换号为 {closed}，UNB 打开的为 {opened}。',
    remedy: '请发送方重发该交换文件。',
  },
  'EDI-09': {
    title: '报文号 {reference} 在交换文件中重复。',
    remedy: '请向发送方确认以哪一份为准；后一份已暂存。',
  },
  'EDI-10': {
    title: 'UNT {reference} 没有对应的 UNH。',
    remedy: '请发送方重发该报文；其开头已损坏。',
  },
  'EDI-12': {
    title: 'CNT 声明 {stated} 行，实际为 {found} 行。',
    remedy: '请向发送方核实；可能有行丢失。',
  },
  'CUR-04': {
    title: '未注明币种；按 {format} 惯例为 {currency}。',
    remedy: '若对方使用其他币种，请其注明。',
  },
  'MAP-15': {
    title: '报文未注明 {party}；以交换双方之一（{id}）代之。',
    remedy: '请发送方在报文中写明该方。',
  },
  'PAY-03': {
    title: '明细合计 {computed}，总额为 {stated}（最小货币单位）。',
    remedy: '请付款方说明缺少哪些明细。',
  },
  'EDI-11': {
    title: '“{value}”不是代码表 3055 中的机构。',
    remedy: '请发送方写明维护该代码的机构。',
  },
  'BANK-10': {
    title: '交易行“{text}”不符合 61 域格式。',
    remedy: '请重新导出对账单；该行未读取。',
  },
  'BANK-11': {
    title: '交易编号 {id} 在对账单中出现两次。',
    remedy: '请向银行核实该交易是否发生两次；核实前不予读取。',
  },
  'BANK-12': {
    title: '该交易更正此前已发送的交易（{action}）。',
    remedy: '请向银行索取仅含更正后交易的对账单。',
  },
  'BANK-13': {
    title: '记录 {record} 声明控制总额 {stated}，其下各记录合计为 {found}。',
    remedy: '请重新向银行下载文件；金额已变动或缺失。',
  },
  'BANK-14': {
    title: '记录 {record} 声明 {stated}（{of}），实际为 {found}。',
    remedy: '请重新向银行下载文件；可能有部分丢失或重复。',
  },
  'BANK-15': {
    title: '缺少结尾 {record}：文件不完整。',
    remedy: '请重新下载完整文件。',
  },
  'BANK-16': {
    title: '“{text}”在此处无法读取。',
    remedy: '请重新导出；若结果相同，请将该行交银行查看。',
  },
  'BANK-17': {
    title: '该组状态为 {status}：属删除、更正或测试，并非更新。',
    remedy: '请银行提供更新文件；先前收到的内容保持不变。',
  },
  'BANK-18': {
    title: '拆分各项合计 {found}，分录为 {stated}。',
    remedy: '请重新导出该账户；分录与其拆分互相矛盾。',
  },
  'BANK-19': {
    title: '列表“{list}”不含银行账户分录，不予读取。',
    remedy: '请仅导出银行账户。',
  },
  'BANK-20': {
    title: '银行仅给出该账户的合计而无明细；合计与余额相符。',
    remedy: '若需匹配交易，请向银行索取明细。',
  },
  'DAT-04': {
    title: '{value} 不是该月的日期，已读为 {read}。',
    remedy: '若银行按每月 30 天计则无需处理。',
  },
  'PAY-01': {
    title: '控制值为 {stated}，实际付款为 {computed}。',
    remedy: '请重新生成付款文件；可能缺少付款。',
  },
  'PDF-01': {
    title: 'PDF 中没有作为附件的发票数据。',
    remedy: '请发送发票 XML，或内含 factur-x.xml 的 PDF；页面内容不予读取。',
  },
  'PDF-02': {
    title: 'PDF 中含有多份内容不同的发票：{names}。',
    remedy: '请向发送方确认以哪份为准并单独发送。',
  },
  'CN-07': {
    title: '税务机关签名与发票内容不符。',
    remedy: '请从税务机关重新下载；此文件已被改动。',
  },
  'CN-09': {
    title: '入账日 {postedOn} 早于开票日 {issuedOn}。',
    remedy: '请向会计核实凭证；入账应在开票之后。',
  },
  'CN-12': {
    title: '进项税转出金额为 {amount}，但标志为未转出。',
    remedy: '请向会计核实以哪项为准。',
  },
};
