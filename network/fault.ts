/** What can be wrong with a network or with what it stands on; each has a remedy. */
export type FaultCode =
  | 'CERTIFICATE_EXPIRED'
  | 'CHAIN_SPLIT'
  | 'CHAINCODE_DOWN'
  | 'CONFIG'
  | 'HOST_UNKNOWN'
  | 'MSP_WRONG'
  | 'NETWORK_STOPPED'
  | 'NOT_APPROVED'
  | 'PACKAGE_DIFFERS'
  | 'PORT_TAKEN'
  | 'PROCESS_DOWN'
  | 'PROCESS_UNKNOWN'
  | 'PROGRAM_FAILED'
  | 'PROGRAMS_MISSING'
  | 'VERSION_UNSUPPORTED';

/** A fault that a person can cure: what is wrong, and what to do about it. */
export class NetworkFault extends Error {
  readonly code: FaultCode;
  readonly remedy: string;

  constructor(code: FaultCode, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}
