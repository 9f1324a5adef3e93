import type { RuleText } from './texts.ts';

/** What sources say, in Chinese. */
export const CONNECT_ZH: Readonly<Record<string, RuleText>> = {
  'CON-01': {
    title: '{host} 不是允许访问的地址：位于内网、未使用 TLS 或无法解析。',
    remedy: '请填写系统的 https 地址；内网地址须先由运营方放行。',
  },
  'CON-02': {
    title: '{host} 的应答与该类系统不符：{found}。',
    remedy: '请核对地址及其背后的系统。',
  },
  'CON-03': {
    title: '{host} 拒绝访问。',
    remedy: '请提供有读取权限的凭证；在此之前该来源保持停止。',
  },
  'CON-04': {
    title: '无法连接 {host}（{status}）。',
    remedy: '无需处理：系统将以递增间隔重试。',
  },
  'CON-05': {
    title: '{stream} 反复返回同一页。',
    remedy: '请联系该系统的管理员；已收到的内容只加载一次。',
  },
  'CON-06': {
    title: '{host} 单页超过 {bytes} 字节。',
    remedy: '请减小每页条数。',
  },
  'CON-07': {
    title: '{host} 将请求转向其他地址。',
    remedy: '请填写系统自身应答的地址。',
  },
  'DRIFT-01': {
    title: '{stream}：有字段的类型与约定不同。',
    remedy: '请查看差异并接受，或要求对方恢复；期间不会丢失数据。',
  },
  'DRIFT-02': {
    title: '{stream}：缺少必有字段。',
    remedy: '请查看差异并接受，或要求对方恢复；期间不会丢失数据。',
  },
};
