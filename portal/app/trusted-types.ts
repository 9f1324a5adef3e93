type Policies = {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => unknown;
};

/**
 * The page's policy forbids text that becomes markup. The components write style sheets that way,
 * so text without any tag passes; everything else stays forbidden.
 */
export function allowStyleText(): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: Policies };
  trustedTypes?.createPolicy('default', {
    createHTML: text => {
      if (text.includes('<')) throw new TypeError('MARKUP_REFUSED');
      return text;
    },
  });
}
