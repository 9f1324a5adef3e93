import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../domain/result/index.ts';
import type { DocumentFault } from './fault.ts';
import type { DocumentKind, FiguresByKind } from './kinds/index.ts';
import type { IssueInput, RenderedDocument } from './render.ts';

export type RendererLimits = {
  /** Longest time for one document; 60,000 ms. */
  readonly timeMs: number;
  /** Memory of the worker; 512 MB. */
  readonly memoryMb: number;
  /** How long the worker waits for a next document before it ends and gives its memory back; 5,000 ms. */
  readonly idleMs: number;
};

/** Renders documents in a worker of its own, one at a time (DOC-9). */
export type Renderer = {
  /** As `renderDocument`; `RENDER_LIMIT` when time or memory ran out: the worker is then replaced. */
  readonly render: <K extends DocumentKind>(
    kind: K,
    input: FiguresByKind[K],
    issue: IssueInput,
  ) => Promise<Result<RenderedDocument, readonly DocumentFault[]>>;
  readonly close: () => Promise<void>;
};

const LIMITS: RendererLimits = { timeMs: 60_000, memoryMb: 512, idleMs: 5_000 };

/** For what was made a moment ago; left alone it grows to 128, for a thirtieth less time. */
const YOUNG_MB = 24;

/** What the worker answers: bytes travel as plain Uint8Array. */
export type RenderReply =
  | { readonly ok: true; readonly document: RenderedDocument }
  | { readonly ok: false; readonly faults: readonly DocumentFault[] };

/** A renderer: its worker begins with a document and keeps its fonts while others follow. */
export function openRenderer(limits: Partial<RendererLimits> = {}): Renderer {
  const { timeMs, memoryMb, idleMs } = { ...LIMITS, ...limits };
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const drop = async (): Promise<void> => {
    clearTimeout(idle);
    const dropped = worker;
    worker = null;
    await dropped?.terminate();
  };
  const render: Renderer['render'] = (kind, input, issue) => {
    const turn = last.then(async () => {
      clearTimeout(idle);
      worker ??= startWorker(memoryMb);
      const reply = await ask(worker, { kind, input, issue }, timeMs).catch(
        async (error: unknown) => {
          // A worker that threw has ended: the next document starts another one.
          await drop();
          throw error;
        },
      );
      // A document that comes while the worker ends waits until it has.
      idle = setTimeout(() => void (last = last.then(drop)), idleMs).unref();
      if (reply.ok) return ok({ ...reply.document, body: Buffer.from(reply.document.body) });
      if (reply.faults.some(({ code }) => code === 'RENDER_LIMIT')) await drop();
      return fail(reply.faults);
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    render,
    close: async () => {
      await last;
      await drop();
    },
  };
}

function startWorker(memoryMb: number): Worker {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  return worker;
}

function ask(worker: Worker, request: unknown, timeMs: number): Promise<RenderReply> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const limit = (reason: string): void => {
      done();
      resolve({ ok: false, faults: [{ code: 'RENDER_LIMIT', facts: { reason } }] });
    };
    const timer = setTimeout(limit, timeMs, `${timeMs} ms`);
    const onReply = (reply: RenderReply): void => {
      done();
      resolve(reply);
    };
    const onError = (error: Error & { readonly code?: string }): void => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        limit('memory');
        return;
      }
      done();
      reject(error);
    };
    const done = (): void => {
      clearTimeout(timer);
      worker.off('message', onReply).off('error', onError);
      worker.unref();
    };
    worker.on('message', onReply).on('error', onError);
    worker.postMessage(request);
  });
}
