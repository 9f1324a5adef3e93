import type { PrivateField } from '../evidence/index.ts';
import { isObject, type Wire } from '../wire/index.ts';

/** One owner of a layer: `of` names who is owned, `self` the applicant. */
export type Owner = {
  readonly owner: string;
  readonly of: string;
  /** `dispersed` is a public float below 25 % a holder. */
  readonly kind: 'person' | 'entity' | 'dispersed';
  readonly sharePpm: number;
  /** Identity document or registration number; becomes a keyed hash. */
  readonly subject: string;
};

/** What an applicant shows privately: registration number, representative, owners. */
export type ApplicantFile = {
  readonly registration: string;
  readonly representative: string;
  readonly owners: readonly Owner[];
};

/**
 * Reads the fields that open `identityRoot` (`registration.number`, `representative`, others are
 * kept as they are) and `ownersRoot` (`owners[i]`: {owner, of, kind, sharePpm, subject}). `null`
 * when one of them is missing or of another form.
 */
export function readApplicantFile(
  identity: readonly PrivateField[],
  owners: readonly PrivateField[],
): ApplicantFile | null {
  const value = (path: string): Wire | undefined =>
    identity.find(field => field.path === path)?.value;
  const registration = value('registration.number');
  const representative = value('representative');
  if (typeof registration !== 'string' || typeof representative !== 'string') return null;
  const read = owners.map(field => readOwner(field.value));
  const known = read.filter(owner => owner !== null);
  if (known.length !== read.length || registration.trim() === '') return null;
  return { registration, representative, owners: known };
}

/** Preimages of the keyed hashes: registration number first, then representative and owners. */
export function subjectPreimages(file: ApplicantFile): readonly string[] {
  const people = file.owners.filter(({ kind }) => kind !== 'dispersed');
  const texts = [file.registration, file.representative, ...people.map(owner => owner.subject)];
  return [...new Set(texts.map(text => `subject\u001f${bare(text)}`))];
}

export type OwnersFault = { readonly ppm: number; readonly layer: number };

const WHOLE_PPM = 1_000_000;
const BENEFICIAL_PPM = 250_000;
const LAYERS_MAX = 12;

/**
 * Look-through of R-11: every entity with 25 % or more is opened down to persons, and no layer
 * hides 25 % or sums to more than the whole. Answers the first open layer.
 */
export function ownersFault(owners: readonly Owner[]): OwnersFault | null {
  let layer = ['self'];
  for (let depth = 1; layer.length > 0; depth++) {
    if (depth > LAYERS_MAX) return { ppm: 0, layer: depth };
    const next: string[] = [];
    for (const of of layer) {
      const own = owners.filter(owner => owner.of === of);
      const ppm = own.reduce((whole, { sharePpm }) => whole + sharePpm, 0);
      if (ppm > WHOLE_PPM || WHOLE_PPM - ppm >= BENEFICIAL_PPM) return { ppm, layer: depth };
      for (const { owner, kind, sharePpm } of own) {
        if (kind === 'entity' && sharePpm >= BENEFICIAL_PPM) next.push(owner);
      }
    }
    layer = next;
  }
  return null;
}

function readOwner(value: Wire): Owner | null {
  if (!isObject(value)) return null;
  const { owner, of, kind, sharePpm, subject } = value;
  if (typeof owner !== 'string' || typeof of !== 'string' || typeof subject !== 'string') {
    return null;
  }
  if (kind !== 'person' && kind !== 'entity' && kind !== 'dispersed') return null;
  if (typeof sharePpm !== 'number' || sharePpm <= 0) return null;
  return { owner, of, kind, sharePpm, subject };
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
