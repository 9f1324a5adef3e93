import { common, msp } from '../protos.ts';
import { LedgerError, type MspId } from '../port.ts';

export type Role = 'member' | 'admin' | 'client' | 'peer';

export type Principal = { readonly mspId: MspId; readonly role: Role };

/** Fabric's signature policy: one principal, or at least n of the rules below. */
export type Rule =
  | { readonly kind: 'signedBy'; readonly principal: Principal }
  | { readonly kind: 'outOf'; readonly n: number; readonly rules: readonly Rule[] };

export type PolicyIdentity = { readonly mspId: MspId; readonly role: Role };

const ROLES: readonly Role[] = ['member', 'admin', 'client', 'peer'];

/**
 * Whether these identities satisfy the rule, as Fabric's evaluator decides: each identity is used
 * at most once, the first fitting one first.
 */
export function satisfies(rule: Rule, identities: readonly PolicyIdentity[]): boolean {
  return evaluate(rule, identities, new Array<boolean>(identities.length).fill(false));
}

/** Reads `OR('A.member', …)`, `AND(…)`, `OutOf(2, …)`, nested; as Fabric's policy language. */
export function parsePolicyText(text: string): Rule {
  const tokens = text.match(/'[^']*'|[A-Za-z]+|\d+|[(),]/g) ?? [];
  let at = 0;
  const expect = (token: string): void => {
    if (tokens[at] !== token) throw policyFault(text, `"${token}" expected`);
    at += 1;
  };
  const parse = (): Rule => {
    const token = tokens[at++] ?? '';
    if (token.startsWith("'")) return { kind: 'signedBy', principal: principalOf(token, text) };
    expect('(');
    const operator = token.toLowerCase();
    const n = operator === 'outof' ? Number(tokens[at++]) : 0;
    if (operator === 'outof') expect(',');
    const rules = [parse()];
    while (tokens[at] === ',') {
      at += 1;
      rules.push(parse());
    }
    expect(')');
    if (operator === 'outof') return { kind: 'outOf', n, rules };
    if (operator === 'and') return { kind: 'outOf', n: rules.length, rules };
    if (operator === 'or') return { kind: 'outOf', n: 1, rules };
    throw policyFault(text, `"${token}" is no operator`);
  };
  const rule = parse();
  if (at !== tokens.length) throw policyFault(text, 'something follows the policy');
  return rule;
}

/** The bytes of Fabric's `SignaturePolicyEnvelope`. */
export function encodePolicy(rule: Rule): Uint8Array {
  const principals: Principal[] = [];
  const message = new common.SignaturePolicyEnvelope();
  message.setVersion(0);
  message.setRule(ruleMessage(rule, principals));
  message.setIdentitiesList(
    principals.map(({ mspId, role }) => {
      const roleMessage = new msp.MSPRole();
      roleMessage.setMspIdentifier(mspId);
      roleMessage.setRole(ROLES.indexOf(role) as 0 | 1 | 2 | 3);
      const principal = new msp.MSPPrincipal();
      principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
      principal.setPrincipal(roleMessage.serializeBinary());
      return principal;
    }),
  );
  return message.serializeBinary();
}

/** Reads a `SignaturePolicyEnvelope`; null when the bytes are none (on Fabric: a halted peer). */
export function decodePolicy(bytes: Uint8Array): Rule | null {
  try {
    const message = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
    const principals = message.getIdentitiesList().map(identity => {
      const role = msp.MSPRole.deserializeBinary(identity.getPrincipal_asU8());
      return { mspId: role.getMspIdentifier(), role: ROLES[role.getRole()] ?? 'member' };
    });
    const rule = message.getRule();
    return rule ? ruleOf(rule, principals) : null;
  } catch {
    return null;
  }
}

/** The organisations that a rule names anywhere, each once, in order. */
export function organisationsOf(rule: Rule): MspId[] {
  if (rule.kind === 'signedBy') return [rule.principal.mspId];
  return [...new Set(rule.rules.flatMap(organisationsOf))];
}

function evaluate(rule: Rule, identities: readonly PolicyIdentity[], used: boolean[]): boolean {
  if (rule.kind === 'signedBy') {
    const at = identities.findIndex((one, index) => !used[index] && fits(one, rule.principal));
    if (at >= 0) used[at] = true;
    return at >= 0;
  }
  let verified = 0;
  const trial = [...used];
  for (const part of rule.rules) {
    const attempt = [...trial];
    if (!evaluate(part, identities, attempt)) continue;
    verified += 1;
    trial.splice(0, trial.length, ...attempt);
  }
  if (verified < rule.n) return false;
  used.splice(0, used.length, ...trial);
  return true;
}

function fits(identity: PolicyIdentity, principal: Principal): boolean {
  if (identity.mspId !== principal.mspId) return false;
  return principal.role === 'member' || principal.role === identity.role;
}

function principalOf(token: string, text: string): Principal {
  const match = /^'(.+)\.([a-z]+)'$/.exec(token);
  const role = ROLES.find(one => one === match?.[2]);
  if (!match?.[1] || !role) throw policyFault(text, `${token} is no principal`);
  return { mspId: match[1], role };
}

function policyFault(text: string, why: string): LedgerError {
  return new LedgerError('CONFIG', `policy ${text}: ${why}`);
}

function ruleMessage(
  rule: Rule,
  principals: Principal[],
): InstanceType<typeof common.SignaturePolicy> {
  const message = new common.SignaturePolicy();
  if (rule.kind === 'signedBy') {
    const { mspId, role } = rule.principal;
    const known = principals.findIndex(one => one.mspId === mspId && one.role === role);
    message.setSignedBy(known >= 0 ? known : principals.push(rule.principal) - 1);
    return message;
  }
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(rule.n);
  outOf.setRulesList(rule.rules.map(part => ruleMessage(part, principals)));
  message.setNOutOf(outOf);
  return message;
}

function ruleOf(
  message: InstanceType<typeof common.SignaturePolicy>,
  principals: readonly Principal[],
): Rule {
  const outOf = message.getNOutOf();
  if (outOf) {
    const rules = outOf.getRulesList().map(part => ruleOf(part, principals));
    return { kind: 'outOf', n: outOf.getN(), rules };
  }
  const principal = principals[message.getSignedBy()];
  if (!principal) throw new LedgerError('CONFIG', 'a policy names no such principal');
  return { kind: 'signedBy', principal };
}
