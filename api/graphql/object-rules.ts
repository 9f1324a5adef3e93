import type { Classification, Ownership } from '../authorization.ts';

/** Who may read the fields of a type: whoever was given the object; rows decide which objects. */
export type TypeRule = {
  readonly ownership: Ownership;
  readonly classification: Classification;
  /** Names, with arguments where a field takes some. */
  readonly fields: readonly string[];
};

function type(ownership: Ownership, classification: Classification, names: string): TypeRule {
  return { ownership, classification, fields: names.match(/\w+(\([^)]*\))?/g) ?? [] };
}

const rows = (names: string): TypeRule => type('rows', 'business', names);
const own = (names: string): TypeRule => type('own', 'business', names);
const shape = (names: string): TypeRule => type('channel', 'public', names);

const PROBLEM = 'code message remedy facts docs requestId retryable';
const CONNECTION = 'edges pageInfo';
const SUMMED = 'edges pageInfo aggregate';
const EDGE = 'cursor node';

/** Every field of every object type; one that is not here fails the start and a test. */
export const OBJECT_RULES: Readonly<Record<string, TypeRule>> = {
  Account: rows('objectId currency purpose status verifiedOn'),
  Act: own(
    `id objectId kind state actor businessDate bytes actHash lines demand signatures missing block
     txId refusal events`,
  ),
  ActDone: own('act block txId'),
  ActLine: own('label type value'),
  ActPartly: own('act missing'),
  ActPreview: own('lines events signersNeeded demand bytes actHash binding'),
  ActRefused: own(`act ${PROBLEM}`),
  ActSent: own('act'),
  Aggregate: rows('count sums'),
  AmountParts: rows('face free reserved pledged sold pooled paid diluted writtenOff adds'),
  Answer: own('objectId syntax answers control text document at deliveredAt closedAt closedCode'),
  Attestation: rows(
    `id objectId subject kind role grade depth reasons limitMax pdPpm validFrom validUntil modelId
     decidedBy body`,
  ),
  Block: shape('number hash previousHash dataHash committedAt transactionCount transactions'),
  BlockConnection: shape(CONNECTION),
  BlockEdge: shape(EDGE),
  CheckItem: rows('item result evidence'),
  CheckedKind: rows('kind count'),
  ClaimDraft: type(
    'own',
    'secret',
    `objectId state reasons number buyer buyerName face invoiceOn dueOn document match claim
     transient receivable`,
  ),
  ClaimDraftConnection: own(SUMMED),
  ClaimDraftEdge: own(EDGE),
  CollectedFlow: rows('flow amount'),
  Consent: own('party to purpose dataClasses from until withdrawnOn stands'),
  CreditDimension: rows('code score observedPpm detail'),
  CreditProfile: rows('subject attestation grade depth reasons dimensions history'),
  CreditReason: rows('code sentence points'),
  DataSubject: type('own', 'personal', 'objectId state documents held heldUntil request receipt'),
  DataUse: own('at reader action purpose consent outcome documents fields queryHash'),
  DataUseConnection: own(CONNECTION),
  DataUseEdge: own(EDGE),
  DayStatus: shape('businessDate openDays clock channel rulesVersion'),
  DaySum: own('date sum'),
  Deal: rows(
    `objectId hash currency issue publishedOn manager custodian originator classes pools terms
     distributions dryRun(on) nextPayment triggers performance timeline`,
  ),
  DealClass: rows('key rank amount sharePpm outstanding outstandingPpm subordinationPpm'),
  DealPerformance: rows('on balance ageing obligors flows'),
  DealTrigger: rows('trigger fired measures'),
  Difference: rows('object field recorded recomputed'),
  DisclosedValue: type('own', 'secret', 'object path value'),
  Disclosure: own(
    `objectId status of by objects fields purpose until requestedOn grantedOn endedOn shown grant`,
  ),
  DisclosureGrant: type('own', 'secret', 'body transient missing'),
  Distribution: rows(
    `objectId deal issue on status currency dealHash linesHash calculatedOn reviewedOn settledOn
     holders total lines figures differences`,
  ),
  Document: own(
    `id objectId kind number version subject status issuer locale fileHash bytes issuedOn block
     txId url verifyUrl`,
  ),
  DocumentConnection: own(CONNECTION),
  DocumentEdge: own(EDGE),
  Examination: own('items searchBody draftBody fileBody clearBody'),
  ExaminedItem: own('item result files'),
  Exposure: own('frozen used byDebtor netAssets ratioPpm'),
  Fee: rows('kind amount payer payee'),
  Financing: rows(
    `id objectId status kind mode holder funder card outstanding advance discount fees cash
     totalCost aprPpm ratePpm fundOn payOn version checklist payout holdings receivables payments
     documents timeline`,
  ),
  FinancingConnection: rows(SUMMED),
  FinancingEdge: rows(EDGE),
  Finding: own('objectId rule severity title where remedy line column value load record'),
  FindingConnection: own(SUMMED),
  FindingEdge: own(EDGE),
  Flag: rows('objectId rule status'),
  Holding: rows('objectId holder parent amount outstanding status lockedFor tier version'),
  InboxItem: own('kind sentence object act receivable amount since dueOn missing'),
  InputFault: own('path code'),
  InputInvalid: own(`faults ${PROBLEM}`),
  JournalAccount: rows('account name debit credit'),
  Key: shape('objectId class person roles publicKey validUntil status'),
  LimitLine: rows('objectId kind owner subject cap frozen used room from until'),
  LineageEvent: own('run eventType job at load event'),
  LineageEventConnection: own(CONNECTION),
  LineageEventEdge: own(EDGE),
  Load: own(
    `id objectId file format kind state sha256 bytes received written unchanged conflict
     quarantined startedAt finishedAt evidenceTx findings(first after) answers`,
  ),
  LedgerObject: rows('type objectId status body'),
  LedgerObjectConnection: rows(CONNECTION),
  LedgerObjectEdge: rows(EDGE),
  LoadConnection: own(CONNECTION),
  LoadEdge: own(EDGE),
  Match: own('status assurance exceptions resultHash'),
  Me: type('own', 'personal', 'person name login kind party roles capabilities keys'),
  MissingSigner: own('role count sentence'),
  NextPayment: rows('on inputs'),
  NoteHolding: own('issue deal bond units nominal interest principal'),
  NotePaidClass: own('bond units interest principal'),
  NotePayment: own('distribution issue deal on settledOn total classes'),
  OpenedEvidence: rows('name opens'),
  PageInfo: shape('hasNextPage hasPreviousPage startCursor endCursor'),
  Party: shape('id objectId name kinds status class kybValidUntil keys accounts'),
  PartySum: own('party sum'),
  Payment: rows('id objectId status amount allocated unallocated payer payee bookedOn matches'),
  PaymentConnection: rows(SUMMED),
  PaymentEdge: rows(EDGE),
  Payout: rows('objectId status amount payee account valueOn endToEndId'),
  Pool: rows(
    `id objectId status originator manager assetCount amount cutOff sale collections examination
     timeline`,
  ),
  PoolAsset: rows(
    'holding receivable reference obligor amount dueOn daysLeft status result failures',
  ),
  PoolConnection: rows(CONNECTION),
  PoolCount: rows('count amount'),
  PaymentInput: rows('kind of on isRecorded entry ppb flows'),
  PoolEdge: rows(EDGE),
  PoolExamination: rows(
    `ruleSet ruleSetHash judgedOn all eligible excess netPoolBalance reasons obligors tenors
     excessGroups assets body`,
  ),
  PoolExcess: rows('by group excess'),
  PoolShare: rows('key count amount sharePpm'),
  Profile: own('objectId name kind version body'),
  Proof: rows('object objectType report holds steps headBlock headHash'),
  ProofStep: rows(
    `txId block blockHash dataHash previousHash index act actHash actText signatures endorsers`,
  ),
  Provenance: own('field value locator file'),
  BankReview: own('object reason candidates offers since'),
  BankReviewOffer: own('kind body'),
  Correction: own('field place before after reason by at sensitive approvedBy'),
  Quarantined: own('objectId load kind rules raw state attempts reason owner corrections findings'),
  QuarantinedConnection: own(CONNECTION),
  QuarantinedEdge: own(EDGE),
  Quote: own(
    `card receivables holdings outstanding advance discount fees cash totalCost aprPpm fundOn payOn
     days shown requestBody acceptBody`,
  ),
  RateCard: rows(
    `id objectId status funder programme kind mode ratePpm advancePpm tenorFrom tenorTo capacity
     used until gradeMin`,
  ),
  Receivable: rows(
    `id objectId status assurance supplier buyer face outstanding invoiceOn acceptedOn dueOn
     daysToDue tenorReason root invoices version undertaking payTo offeredOn confirmedOn details
     amountParts holdings flags match financings documents timeline confirmItem`,
  ),
  ReceivableConnection: rows(SUMMED),
  ReceivableEdge: rows(EDGE),
  Refused: own(PROBLEM),
  Reperformance: rows('blocks faults checked differences'),
  RuleFailure: rows('code effect found required'),
  Screening: own('bodies'),
  SearchHit: rows('kind objectId title'),
  SigningDemand: own('band total stepUp'),
  Signer: rows('key role person party class at stepUp'),
  Source: own(
    `objectId preset name policy lagDays perMinute everyMinutes status failures waitsUntil lastRunAt fault streams
     drifts differences`,
  ),
  SharedDocument: rows('objectId kind issuedOn document'),
  SharedDocumentConnection: rows(CONNECTION),
  SharedDocumentEdge: rows(EDGE),
  SharedDocuments: rows('consent documents'),
  SourceDifference: own('kind month theirs theirsMinor ours oursMinor at'),
  SourceDrift: own('stream change field was found state at'),
  SourcePreset: shape('preset title settings streams'),
  SourceStream: own('name cursor state records written at'),
  SourceDocument: type(
    'own',
    'secret',
    'id objectId kind number issuedOn currency total load canonical provenance',
  ),
  StateVersion: rows('block txId businessDate sentence changes'),
  Statement: rows('id objectId account status from to opening closing entryCount body'),
  StatusSum: own('status count sum'),
  StepUpChallenge: type('own', 'secret', 'challenge method actHashes key expiresAt triesLeft'),
  StepUpEntry: type('own', 'secret', 'actHash signature'),
  StepUpFailed: own(`triesLeft ${PROBLEM}`),
  StepUpPassed: type('own', 'secret', 'stepUp entries'),
  StepUpRequired: own(`actHash ${PROBLEM}`),
  SupplierHome: own(
    `availableToday freeFace receivableCount unansweredCount byStatus cashAhead tasks latestLoads`,
  ),
  TieOut: rows('block projectedBlock rows ties'),
  TieOutRow: rows('figure left right difference'),
  TimelineEvent: rows('at businessDate kind sentence act actKind actor signers txId block data'),
  TraceStep: rows('what object amount events'),
  TradeDetails: type(
    'own',
    'secret',
    'number supplierName buyerName orderNumber currency fields document',
  ),
  Transaction: shape(
    `txId block index valid code sentence actKind act actor actHash businessDate signers endorsers
     actText envelope writes`,
  ),
  TriggerMeasure: rows('value comparison limit headroomPpm'),
  TrialBalance: rows('currency debits credits difference accounts'),
  UploadTicket: type('own', 'secret', 'token url offset expiresAt'),
};
