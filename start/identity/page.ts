import type { PersonAccount } from './accounts.ts';

export type Locale = 'zh' | 'en';

export type LoginPage = {
  readonly locale: Locale;
  readonly action: string;
  readonly style: string;
  readonly login: string;
  readonly persons: readonly PersonAccount[];
  readonly fault?: 'wrong' | 'wait';
  readonly waitSeconds?: number;
};

const WORDS = {
  zh: {
    title: '登录 Tallystick',
    lead: '演示环境：选择一个角色，或输入账号与密码。',
    login: '账号',
    password: '密码',
    enter: '登录',
    choose: '选择角色',
    as: '以此身份登录',
    wrong: '账号或密码不正确。',
    wait: '尝试次数过多，请在 {n} 秒后再试。',
    note: '演示账号的密码已填好。所有企业与人员均为虚构（示例）。',
  },
  en: {
    title: 'Sign in to Tallystick',
    lead: 'Demonstration: choose a person, or enter a login and password.',
    login: 'Login',
    password: 'Password',
    enter: 'Sign in',
    choose: 'Choose a person',
    as: 'Sign in as',
    wrong: 'Login or password is not right.',
    wait: 'Too many tries. Try again in {n} seconds.',
    note: 'Demo passwords are filled in. All enterprises and persons are invented.',
  },
} as const;

/** The sign-in page: no script, one style sheet, a form and a card for each demo person. */
export function loginPage(page: LoginPage): string {
  const words = WORDS[page.locale];
  const chosen = page.persons.find(({ login }) => login === page.login);
  const fault = page.fault
    ? `<p class="fault" role="alert">${words[page.fault].replace('{n}', String(page.waitSeconds ?? 1))}</p>`
    : '';
  const cards = page.persons.map(person => card(person, page)).join('');
  return html(
    page,
    words.title,
    `<h1>${words.title}</h1><p>${words.lead}</p>${fault}
<form method="post" action="${escape(page.action)}" autocomplete="on">
<label for="login">${words.login}</label>
<input id="login" name="login" value="${escape(page.login)}" autocomplete="username" required>
<label for="password">${words.password}</label>
<input id="password" name="password" type="password" value="${escape(chosen?.password ?? '')}"
 autocomplete="current-password" required>
<button class="enter">${words.enter}</button></form>
${cards === '' ? '' : `<h2>${words.choose}</h2><ul>${cards}</ul><p class="note">${words.note}</p>`}`,
  );
}

/** A page that says one thing, for a request that cannot go on. */
export function messagePage(options: {
  readonly locale: Locale;
  readonly style: string;
  readonly zh: string;
  readonly en: string;
}): string {
  const text = options.locale === 'zh' ? options.zh : options.en;
  return html(
    options,
    'Tallystick',
    `<h1>Tallystick</h1><p>${escape(text)}</p><p><a href="/">↩</a></p>`,
  );
}

/** The demo's own authenticator: the current one-time code of a person. */
export function authenticatorPage(options: {
  readonly locale: Locale;
  readonly style: string;
  readonly name: string;
  readonly code: string;
  readonly seconds: number;
}): string {
  const words =
    options.locale === 'zh'
      ? { title: '演示验证器', left: '秒后更换。刷新本页可看到新码。' }
      : { title: 'Demo authenticator', left: 'seconds left. Reload for the next code.' };
  const body = `<h1>${words.title}</h1><p>${escape(options.name)}</p>
<p class="code">${options.code}</p><p>${options.seconds} ${words.left}</p>`;
  return html(options, words.title, body);
}

function card(person: PersonAccount, { locale, action }: LoginPage): string {
  const hidden = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${escape(value)}">`;
  return `<li><form method="post" action="${escape(action)}">${hidden('login', person.login)}
${hidden('password', person.password)}<button class="card">
<b>${escape(person.name[locale])}</b><span>${escape(person.title[locale])}</span>
<small>${escape(person.partyName[locale])}</small></button></form></li>`;
}

function html(page: { locale: Locale; style: string }, title: string, body: string): string {
  const language = page.locale === 'zh' ? 'zh-CN' : 'en';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<link rel="stylesheet" href="${escape(page.style)}"></head><body><main>${body}</main></body></html>`;
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, sign => names[sign] ?? '');
}

export const STYLE = `:root{color-scheme:light dark;--ink:#1b2430;--soft:#5a6676;--line:#d5dbe3;--paper:#f6f8fa;
--sheet:#fff;--deep:#0b5c5a;--fault:#a3261b}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#a4b0bd;--line:#39434f;--paper:#12171d;
--sheet:#1a2129;--deep:#3fb6ab;--fault:#ff9d92}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:46rem;margin:6vh auto;padding:2rem;background:var(--sheet);border:1px solid var(--line);
border-radius:12px}h1{margin:0 0 .5rem;font-size:1.5rem}h2{font-size:1.05rem;margin:2rem 0 .75rem}
p{color:var(--soft);margin:.25rem 0 1rem}label{display:block;margin:.75rem 0 .25rem;font-weight:600}
input{width:100%;font:inherit;padding:.6rem .7rem;border:1px solid var(--line);border-radius:8px;
background:var(--paper);color:inherit}button{font:inherit;cursor:pointer;border-radius:8px}
.enter{margin-top:1rem;width:100%;padding:.7rem;border:0;background:var(--deep);color:var(--sheet);font-weight:600}
ul{list-style:none;margin:0;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(12.5rem,1fr))}
li form{height:100%}.card{width:100%;height:100%;min-height:6rem;text-align:left;padding:.8rem;border:1px solid var(--line);
background:var(--paper);color:inherit;display:flex;flex-direction:column;justify-content:flex-start;gap:.1rem}
.card:hover{border-color:var(--deep)}.card span{color:var(--deep);font-size:.92rem}
.card small{color:var(--soft)}.fault{color:var(--fault);font-weight:600}.note{font-size:.88rem}
.code{font:600 2.6rem/1.2 ui-monospace,monospace;letter-spacing:.2em;color:var(--deep)}
:focus-visible{outline:3px solid var(--deep);outline-offset:2px}
`;
