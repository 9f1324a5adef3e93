import tseslint from 'typescript-eslint';

const BAN_IN_RULES = [
  ['NewExpression[callee.name="Date"]', 'No clock in rules: take the business date.'],
  ['MemberExpression[object.name="Math"][property.name="random"]', 'No chance in rules.'],
  ['MemberExpression[property.name="localeCompare"]', 'Compare by code units.'],
  ['ForInStatement', 'Iterate over keys in a stated order.'],
  ['MemberExpression[object.name="process"]', 'No environment in rules.'],
];

/** Held here: types, promises, sizes, and what rules may not read. Layout is Prettier's. */
export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'portal/dist/**',
      '.tally/**',
      'start/bootstrap.js',
      '**/*.config.js',
      'portal/vite.config.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked.map(config => ({
    ...config,
    files: ['**/*.ts', '**/*.tsx'],
  })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['domain/**/*.ts', 'chaincode/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...BAN_IN_RULES.map(([selector, message]) => ({ selector, message })),
      ],
      'no-restricted-globals': ['error', 'Date', 'Intl', 'process', 'setTimeout', 'fetch'],
    },
  },
  {
    files: ['domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...BAN_IN_RULES.map(([selector, message]) => ({ selector, message })),
        { selector: 'AwaitExpression', message: 'Rules do not wait.' },
      ],
    },
  },
  {
    files: ['chaincode/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // What starts the contract as a process is no rule.
    files: ['chaincode/server.ts', 'chaincode/shim.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['portal/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120 }] },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 600 }],
      'no-restricted-syntax': 'off',
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  { files: ['portal/text/*.ts'], rules: { 'max-lines': 'off' } },
);
