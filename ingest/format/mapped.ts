import type { Result } from '../../domain/result/index.ts';
import type { Decoded } from '../decode.ts';
import type { Finding } from '../finding.ts';
import type { Limits } from '../limits.ts';
import type { Draft } from '../locator.ts';
import type { Correction } from '../overlay.ts';
import type { Sniffed } from '../sniff.ts';
import type { MappingProfile } from './csv/profile.ts';
import type { XmlNode } from './xml.ts';

/** One document of a file as its mapping found it, before any rule ran. */
export type DraftDocument = {
  readonly kind: string;
  readonly draft: Draft;
  readonly findings: Finding[];
  /** The element that published rules look at, where the syntax has some. */
  readonly root?: XmlNode;
  /** A fatal fault of the envelope around it holds it back (IN-07). */
  readonly isHeld?: boolean;
};

/** What reading a file gives: its documents, what was found in the file as a whole. */
export type MappedFile = {
  /** One after the other; where a file holds many, each is made when it is asked for. */
  readonly drafts: Iterable<DraftDocument>;
  readonly findings: readonly Finding[];
  /** Types of EDI messages in order (ST01, UNH). */
  readonly messages?: readonly string[];
  /** The text of K3. */
  readonly canonicalText?: () => string;
  /** Texts that stand inside the file and that places count their bytes in, by name. */
  readonly parts?: ReadonlyMap<string, Uint8Array>;
  /** Charset of the text inside, where the file itself is binary. */
  readonly charset?: string;
};

/** What is made of each, anew at each walk and kept by none. */
export function eachAnew<S, T>(from: Iterable<S>, make: (one: S) => T): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const one of from) yield make(one);
    },
  };
}

/** What reading needs beside the text. */
export type ReadStage = {
  readonly sniffed: Sniffed;
  readonly limits: Limits;
  readonly profile?: MappingProfile;
  /** Keys of tax bureaus that are trusted, as points of SM2 in 128 hexadecimal digits. */
  readonly sealKeys?: readonly string[];
  /** Kind of record that a table holds, where no profile says so. */
  readonly kind?: string;
  /** What persons put over the values of elements; a table's and a message's follow later. */
  readonly corrections?: readonly Correction[];
};

export type TextReader = (decoded: Decoded, stage: ReadStage) => Result<MappedFile, Finding[]>;
export type BytesReader = (bytes: Uint8Array, stage: ReadStage) => Result<MappedFile, Finding[]>;
