import { create } from 'qrcode';

/** The modules of a QR code of level M, one text of `0` and `1` per row. */
export function qrRows(text: string): readonly string[] {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => (modules.get(row, column) ? '1' : '0')).join(
      '',
    ),
  );
}
