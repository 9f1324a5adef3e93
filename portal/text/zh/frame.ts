/** Texts about what is round every page, in Chinese. */
export const FRAME_ZH = {
  loading: '正在载入……',
  notFound: '您在此地址下没有可查看的内容。',
  fault: {
    title: '此部分未能载入',
    safe: '没有任何内容被改动。',
    again: '重试',
  },
  frame: {
    skip: '跳至正文',
    test: '测试环境：业务日由业务推进，数据为示例',
    day: '业务日 {{day}}',
    language: '语言',
    signOut: '退出',
    menu: '页面',
    block: '区块 {{block}}',
    blockBehind: '区块 {{block}} · {{lag}} 秒',
  },
  landing: {
    title: 'Tallystick：确权应收，提前到账',
    sentence:
      '一张经买方确权的发票，当日即可到账。此处每个数字都可对照账本核验。请选择您要体验的角色。',
    enter: '以{{name}}身份进入',
    verify: '核验文件',
  },
  card: {
    supplier: {
      name: '供应商',
      does: '查看发票、申请融资，用本浏览器的密钥签名。',
    },
    buyerMaker: {
      name: '买方经办',
      does: '确认应付账款，或说明异议。',
    },
    buyerChecker: {
      name: '买方复核',
      does: '作为第二人对同一内容签名。',
    },
    funder: {
      name: '资金方',
      does: '查看融资申请、额度与持仓。',
    },
    broker: {
      name: '经纪方',
      does: '运营平台，但不能代他人签名。',
    },
    auditor: {
      name: '审计方',
      does: '读取账本并核对每个数字。',
    },
    manager: {
      name: '管理人',
      does: '组建资产池，发布项目条款，计算每个兑付日。',
    },
    custodian: {
      name: '托管行',
      does: '独立复核每个兑付日并完成兑付。',
    },
    investor: {
      name: '投资人',
      does: '查看持有的票据、已收本息和对账单。',
    },
    rating: {
      name: '评级机构',
      does: '查看账龄、稀释、集中度与触发条件的余量。',
    },
  },
  page: {
    audit: '审计',
    disclosures: '数据披露',
    data: '数据与授权',
    acts: '业务办理',
    block: '区块 {{number}}',
    home: '首页',
    receivables: '应收账款',
    receivable: '应收账款',
    confirm: '确权',
    finance: '融资',
    financing: '融资',
    desk: '资金台',
    inbox: '待办',
    loads: '文件导入',
    documents: '单据',
    company: '企业与密钥',
    deals: '项目',
    notes: '票据',
    pools: '资产池',
    ledger: '账本',
    transaction: '交易',
    history: '状态历史',
  },
  column: {
    choose: '选择',
    chooseOne: '选择 {{number}}',
    state: '状态',
    count: '笔数',
    amount: '金额',
    number: '编号',
    parties: '供应商 → 买方',
    face: '票面',
    outstanding: '未偿',
    due: '到期日',
    holder: '持有人',
  },
  filter: {
    all: '全部',
  },
  list: {
    more: '下一页',
    back: '上一页',
  },
} as const;
