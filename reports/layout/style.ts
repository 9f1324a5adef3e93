import type { TextStyle, Weight } from './page.ts';

/** Colours; each text colour has a contrast of at least 4.5 on white and on `panel`. */
export const COLOUR = {
  ink: '#17212b',
  muted: '#556270',
  accent: '#0b4a6f',
  line: '#cdd5dc',
  strong: '#8797a5',
  panel: '#eef3f7',
  test: '#a3261b',
} as const;

/** The sizes of one copy; `scale` shrinks all of them when a document has to fit its page limit. */
export type Styles = ReturnType<typeof stylesAt>;

export function stylesAt(scale: number): {
  readonly scale: number;
  readonly title: TextStyle;
  readonly subtitle: TextStyle;
  readonly issuer: TextStyle;
  readonly label: TextStyle;
  readonly value: TextStyle;
  readonly small: TextStyle;
  readonly figure: TextStyle;
  readonly words: TextStyle;
  readonly heading: TextStyle;
  readonly subheading: TextStyle;
  readonly body: TextStyle;
  readonly second: TextStyle;
  readonly cell: TextStyle;
  readonly cellBold: TextStyle;
  readonly head: TextStyle;
  readonly headSecond: TextStyle;
  readonly foot: TextStyle;
} {
  const of = (weight: Weight, size: number, colour: string, leading: number): TextStyle => ({
    weight,
    size: Math.round(size * scale * 100) / 100,
    colour,
    leading,
  });
  return {
    scale,
    title: of('bold', 21, COLOUR.ink, 1.3),
    subtitle: of('regular', 12, COLOUR.muted, 1.4),
    issuer: of('bold', 8.5, COLOUR.accent, 1.5),
    label: of('regular', 7.2, COLOUR.muted, 1.45),
    value: of('regular', 9.4, COLOUR.ink, 1.42),
    small: of('regular', 7.4, COLOUR.muted, 1.45),
    figure: of('bold', 20, COLOUR.ink, 1.3),
    words: of('regular', 10, COLOUR.ink, 1.45),
    heading: of('bold', 11, COLOUR.accent, 1.4),
    subheading: of('regular', 9, COLOUR.muted, 1.4),
    body: of('regular', 9, COLOUR.ink, 1.58),
    second: of('regular', 8, COLOUR.muted, 1.48),
    cell: of('regular', 8.2, COLOUR.ink, 1.42),
    cellBold: of('bold', 8.2, COLOUR.ink, 1.42),
    head: of('bold', 7.6, COLOUR.ink, 1.4),
    headSecond: of('regular', 6.8, COLOUR.muted, 1.4),
    foot: { weight: 'regular', size: 6.6, colour: COLOUR.muted, leading: 1.45 },
  };
}
