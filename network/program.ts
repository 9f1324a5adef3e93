console.error(
  'The Fabric network driver is not built yet. The embedded ledger needs none of it: npm start.',
);
process.exitCode = 1;
