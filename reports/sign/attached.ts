import { PDF } from '@libpdf/core';

/** The bytes of a file attached to a PDF; `null` when the PDF cannot be read or has none so named. */
export async function attachedFile(pdf: Uint8Array, name: string): Promise<Uint8Array | null> {
  try {
    const document = await PDF.load(new Uint8Array(pdf));
    return document.attachments.get(name);
  } catch {
    // A damaged file is an expected input of the verifier: it answers that nothing is attached.
    return null;
  }
}
