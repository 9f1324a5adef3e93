import type { RuleText } from './texts.ts';

/** What sources say, in English. */
export const CONNECT_EN: Readonly<Record<string, RuleText>> = {
  'CON-01': {
    title:
      '{host} is no address that may be asked: it is inside this network, without TLS, or unknown.',
    remedy:
      'Give the https address of the system; an inside one must be allowed by the operator first.',
  },
  'CON-02': {
    title: '{host} did not answer as such a system does: {found}.',
    remedy: 'Check the address and which system stands behind it.',
  },
  'CON-03': {
    title: '{host} does not let us in.',
    remedy: 'Give a credential that may read; the source stays stopped until then.',
  },
  'CON-04': {
    title: '{host} could not be reached ({status}).',
    remedy: 'Nothing to do: it is asked again after a growing pause.',
  },
  'CON-05': {
    title: '{stream} gives the same page again and again.',
    remedy: "Ask the system's operator; what came so far is loaded once.",
  },
  'CON-06': {
    title: '{host} sends more than {bytes} bytes in one page.',
    remedy: 'Ask for smaller pages.',
  },
  'CON-07': {
    title: '{host} sends us to another address.',
    remedy: 'Give the address where the system itself answers.',
  },
  'DRIFT-01': {
    title: '{stream}: a field has another type than agreed.',
    remedy: 'Look at the difference and accept it, or have it undone; nothing is lost meanwhile.',
  },
  'DRIFT-02': {
    title: '{stream}: a field that must be there is missing.',
    remedy: 'Look at the difference and accept it, or have it undone; nothing is lost meanwhile.',
  },
};
