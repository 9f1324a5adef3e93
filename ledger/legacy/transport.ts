import type { Endorsement, Endorser, EndorsementResponse, Query } from 'fabric-common';
import { decodeBlock, decodeEmitted } from '../block.ts';
import { wait, type Clock } from '../clock.ts';
import { faultBeforeOrder, notSent, type RpcFault } from '../fabric/faults.ts';
import type { Profile } from '../fabric/profile.ts';
import type {
  BlockOutcomes,
  Call,
  Prepared,
  Refused,
  Stream,
  Transport,
  Unknown,
} from '../fabric/transport.ts';
import type { MspId, NotSent } from '../port.ts';
import { common } from '../protos.ts';
import { signBytes } from '../signature.ts';
import { connectLegacy, type Connected } from './connect.ts';

const UNAVAILABLE = 14;
const ENDORSERS_MIN = 2;
/** How often a peer is asked for a block that is not there yet. */
const BLOCK_POLL_MS = 40;
const BLOCK_MS = 10_000;

type Answer = { readonly mspId: MspId; readonly response: EndorsementResponse };

/** fabric-network, for networks whose peers have no gateway service. */
export class LegacyTransport implements Transport {
  readonly kind = 'legacy';
  readonly #profile: Profile;
  readonly #clock: Clock;
  #connected: Promise<Connected> | null = null;
  #nextOrderer = 0;

  constructor(profile: Profile, clock: Clock) {
    this.#profile = profile;
    this.#clock = clock;
  }

  /**
   * Asks one peer of every organisation and keeps all endorsements that agree with the own
   * organisation's: what a transaction writes decides which of them are needed, and the older
   * protocol does not tell that beforehand.
   */
  async endorse(call: Call, deadlineMs: number): Promise<Prepared | Refused | NotSent> {
    const { channel, newContext } = await this.#connect();
    const proposal = channel.newEndorsement(call.chaincode);
    const context = newContext();
    const asked = await this.#askAll(proposal, context, call, deadlineMs);
    if (!Array.isArray(asked)) return asked;
    const failed = asked.filter(({ response }) => response.response.status !== 200);
    const own = asked.find(({ mspId }) => mspId === this.#profile.mspId) ?? asked[0];
    if (!own) return notSent('UNREACHABLE', 'no peer answered');
    if (own.response.response.status !== 200) return refusalOf(own, asked, call);
    const agreed = asked.filter(({ response }) => isSame(response, own.response));
    const wanted = call.organisations?.length ?? ENDORSERS_MIN;
    if (agreed.length < wanted) {
      const said = failed.map(one => one.response.response.message).join(' ');
      return notSent('MISMATCH', said || 'ProposalResponsePayloads do not match');
    }
    keepResponses(proposal, agreed);
    const commit = proposal.newCommit();
    const payload = commit.build(context);
    const envelope = new common.Envelope();
    envelope.setPayload(payload);
    envelope.setSignature(await signBytes(this.#profile.identity.key, payload));
    return { txId: context.transactionId, envelope: envelope.serializeBinary() };
  }

  async order({ txId, envelope }: Prepared, deadlineMs: number): Promise<null | NotSent | Unknown> {
    const { committers } = await this.#connect();
    const message = common.Envelope.deserializeBinary(envelope);
    const signed = {
      payload: Buffer.from(message.getPayload_asU8()),
      signature: Buffer.from(message.getSignature_asU8()),
    };
    let wasSent = false;
    const first = this.#nextOrderer++;
    for (let at = 0; at < committers.length; at++) {
      const committer = committers[(first + at) % committers.length];
      if (!committer || !(await committer.checkConnection())) continue;
      try {
        const send = committer.sendBroadcast.bind(committer) as (
          envelope: object,
          timeoutMs: number,
        ) => Promise<{ readonly status: string }>;
        wasSent = true;
        const { status } = await send(signed, deadlineMs);
        if (status === 'SUCCESS') return null;
      } catch {
        // Another orderer may take it; this one may have taken it too.
      }
    }
    if (!wasSent) return notSent('UNREACHABLE', 'no orderer is connected');
    return { kind: 'unknown', txId, cause: 'UNREACHABLE' };
  }

  /** The older protocol tells the block only. */
  applied(): Promise<bigint | null> {
    return Promise.resolve(null);
  }

  async evaluate(call: Call, deadlineMs: number): Promise<Uint8Array | Refused | NotSent> {
    const { channel, newContext } = await this.#connect();
    const query = channel.newQuery(call.chaincode);
    const [organisation = this.#profile.mspId] = call.organisations ?? [];
    const asked = await this.#askAll(
      query,
      newContext(),
      { ...call, organisations: [organisation] },
      deadlineMs,
    );
    if (!Array.isArray(asked)) return asked;
    const [answer] = asked;
    if (!answer) return notSent('UNREACHABLE', 'no peer answered');
    const { response } = answer.response;
    return response.status === 200
      ? Uint8Array.from(response.payload)
      : refusalOf(answer, asked, { ...call, organisations: [organisation] });
  }

  async blocks(from: bigint): Promise<Stream<Uint8Array>> {
    let isOpen = true;
    const next = (number: bigint): Promise<Uint8Array | Refused | NotSent> =>
      this.evaluate(
        {
          chaincode: 'qscc',
          function: 'GetBlockByNumber',
          args: [this.#profile.channel, String(number)],
          transient: {},
        },
        BLOCK_MS,
      );
    const clock = this.#clock;
    return Promise.resolve({
      async *[Symbol.asyncIterator]() {
        for (let number = from; isOpen;) {
          const block = await next(number);
          if ('kind' in block) await wait(clock, BLOCK_POLL_MS);
          else {
            number += 1n;
            yield block;
          }
        }
      },
      close: () => {
        isOpen = false;
      },
    });
  }

  async outcomes(from: bigint): Promise<Stream<BlockOutcomes>> {
    const blocks = await this.blocks(from);
    return {
      async *[Symbol.asyncIterator]() {
        for await (const bytes of blocks) yield outcomesOf(bytes);
      },
      close: () => {
        blocks.close();
      },
    };
  }

  async close(): Promise<void> {
    (await this.#connected)?.disconnect();
  }

  #connect(): Promise<Connected> {
    this.#connected ??= connectLegacy(this.#profile).catch((fault: unknown) => {
      this.#connected = null;
      throw fault;
    });
    return this.#connected;
  }

  /** One answer of each organisation asked, those that did not answer left out. */
  async #askAll(
    proposal: Endorsement | Query,
    context: ReturnType<Connected['newContext']>,
    call: Call,
    deadlineMs: number,
  ): Promise<Answer[] | Refused | NotSent> {
    const { endorsers } = await this.#connect();
    const targets = await reachable(endorsers, call.organisations);
    if (targets.length === 0) return notSent('UNREACHABLE', 'no peer is connected');
    const transientMap = Object.fromEntries(
      Object.entries(call.transient).map(([name, value]) => [name, Buffer.from(value)]),
    );
    const payload = proposal.build(context, {
      fcn: call.function,
      args: [...call.args],
      transientMap,
    });
    proposal.sign(Buffer.from(await signBytes(this.#profile.identity.key, payload)));
    const result = await proposal.send({ targets, requestTimeout: deadlineMs });
    const answers = result.responses.map(response => ({
      mspId: targets.find(one => one.name === response.connection.name)?.mspid ?? '',
      response,
    }));
    if (answers.length > 0) return answers;
    const said = result.errors.map(error => error.message).join(' ');
    const fault: RpcFault = { code: UNAVAILABLE, text: said, details: [] };
    return faultBeforeOrder(fault, 'endorse');
  }
}

/** A connected peer of each organisation, of those asked for by name. */
async function reachable(
  endorsers: readonly Endorser[],
  named: readonly MspId[] | undefined,
): Promise<Endorser[]> {
  const chosen = new Map<MspId, Endorser>();
  for (const endorser of endorsers) {
    const { mspid } = endorser;
    if (chosen.has(mspid) || (named && !named.includes(mspid))) continue;
    if (await endorser.checkConnection()) chosen.set(mspid, endorser);
  }
  return [...chosen.values()];
}

/** The peer's words put as the gateway puts them, so that one table reads both. */
function refusalOf(own: Answer, asked: readonly Answer[], call: Call): Refused | NotSent {
  const details = [own, ...asked.filter(one => one !== own)]
    .filter(({ response }) => response.response.status !== 200)
    .map(({ mspId, response }) => ({ mspId, message: saidOf(response) }));
  const fault = { code: 10, text: 'failed to endorse transaction', details };
  return faultBeforeOrder(fault, 'endorse', call.organisations?.length);
}

/** A response with a payload is the contract's own; without, the peer's (as the gateway decides). */
function saidOf({ payload, response }: EndorsementResponse): string {
  const isContracts = (payload?.length ?? 0) > 0;
  return isContracts ? `chaincode response 500, ${response.message}` : response.message;
}

function isSame(one: EndorsementResponse, other: EndorsementResponse): boolean {
  return one.response.status === 200 && Buffer.compare(one.payload, other.payload) === 0;
}

/** The commit is built from the first response and the endorsements of all that are here. */
function keepResponses(proposal: Endorsement, agreed: readonly Answer[]): void {
  Object.assign(proposal, { _proposalResponses: agreed.map(one => one.response) });
}

function outcomesOf(bytes: Uint8Array): BlockOutcomes {
  const { number, envelopes, codes } = decodeBlock(bytes);
  return {
    number,
    outcomes: envelopes.map((envelope, at) => ({ txId: txIdOf(envelope), code: codes[at] ?? 254 })),
  };
}

function txIdOf(envelope: Uint8Array): string {
  try {
    return decodeEmitted(envelope).txId;
  } catch {
    return '';
  }
}
