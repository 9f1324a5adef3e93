export function capabilitiesOf(_me: unknown, _kinds: readonly string[]): readonly string[] {
  return [];
}
